package net.headscale.wire.tailcfg.endpoint;

import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.IpAddress;
import org.jspecify.annotations.Nullable;

/// [DerpAdmitClientRequest] and [DerpAdmitClientResponse] as JSON.
public final class DerpAdmitClientCodec {
    private DerpAdmitClientCodec() {}

    /// The UTF-8 bytes of `request`.
    public static byte[] encode(DerpAdmitClientRequest request) {
        return JsonWriter.bytes(out -> {
            out.beginObject();
            out.member("NodePublic", request.nodePublic());
            out.member(
                    "Source", request.source() == null ? "" : request.source().toString());
            out.endObject();
        });
    }

    /// The UTF-8 bytes of `response`.
    public static byte[] encode(DerpAdmitClientResponse response) {
        return JsonWriter.bytes(out -> {
            out.beginObject();
            out.member("Allow", response.allow());
            out.endObject();
        });
    }

    /// Reads a document.
    ///
    /// @throws net.headscale.wire.json.MalformedMessage if it is not such a request
    public static DerpAdmitClientRequest decodeRequest(byte[] document) {
        return JsonReader.read(document, DerpAdmitClientCodec::readRequest);
    }

    /// Reads a document.
    ///
    /// @throws net.headscale.wire.json.MalformedMessage if it is not such an answer
    public static DerpAdmitClientResponse decodeResponse(byte[] document) {
        return JsonReader.read(document, DerpAdmitClientCodec::readResponse);
    }

    private static DerpAdmitClientRequest readRequest(JsonReader in) {
        NodeKey nodePublic = NodeKey.ZERO;
        @Nullable IpAddress source = null;
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "NodePublic" -> nodePublic = in.parsed("a node key", NodeKey::parse);
                case "Source" ->
                    source = in.parsed("an IP address", text -> text.isEmpty() ? null : IpAddress.parse(text));
                default -> in.skip();
            }
        }
        return new DerpAdmitClientRequest(nodePublic, source);
    }

    private static DerpAdmitClientResponse readResponse(JsonReader in) {
        boolean allow = false;
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "Allow" -> allow = in.bool();
                default -> in.skip();
            }
        }
        return new DerpAdmitClientResponse(allow);
    }
}
