package net.headscale.wire.tailcfg.endpoint;

import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.key.NodeKey;

/// [TokenRequest] and [TokenResponse] as JSON.
public final class TokenCodec {
    private TokenCodec() {}

    /// The UTF-8 bytes of `request`.
    public static byte[] encode(TokenRequest request) {
        return JsonWriter.bytes(out -> {
            out.beginObject();
            out.member("CapVersion", request.capVersion());
            out.member("NodeKey", request.nodeKey());
            out.member("Audience", request.audience());
            out.endObject();
        });
    }

    /// The UTF-8 bytes of `response`.
    public static byte[] encode(TokenResponse response) {
        return JsonWriter.bytes(out -> {
            out.beginObject();
            out.member("id_token", response.idToken());
            out.endObject();
        });
    }

    /// Reads a document.
    ///
    /// @throws net.headscale.wire.json.MalformedMessage if it is not such a request
    public static TokenRequest decodeRequest(byte[] document) {
        return JsonReader.read(document, TokenCodec::readRequest);
    }

    /// Reads a document.
    ///
    /// @throws net.headscale.wire.json.MalformedMessage if it is not such an answer
    public static TokenResponse decodeResponse(byte[] document) {
        return JsonReader.read(document, TokenCodec::readResponse);
    }

    private static TokenRequest readRequest(JsonReader in) {
        int capVersion = 0;
        NodeKey nodeKey = NodeKey.ZERO;
        String audience = "";
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "CapVersion" -> capVersion = in.int32();
                case "NodeKey" -> nodeKey = in.parsed("a node key", NodeKey::parse);
                case "Audience" -> audience = in.string();
                default -> in.skip();
            }
        }
        return new TokenRequest(capVersion, nodeKey, audience);
    }

    private static TokenResponse readResponse(JsonReader in) {
        String idToken = "";
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "id_token" -> idToken = in.string();
                default -> in.skip();
            }
        }
        return new TokenResponse(idToken);
    }
}
