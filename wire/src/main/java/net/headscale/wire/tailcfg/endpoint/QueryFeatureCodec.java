package net.headscale.wire.tailcfg.endpoint;

import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.key.NodeKey;

/// [QueryFeatureRequest] and [QueryFeatureResponse] as JSON.
public final class QueryFeatureCodec {
    private QueryFeatureCodec() {}

    /// The UTF-8 bytes of `request`.
    public static byte[] encode(QueryFeatureRequest request) {
        return JsonWriter.bytes(out -> {
            out.beginObject();
            out.ifSet("Feature", request.feature());
            if (!request.nodeKey().isZero()) {
                out.member("NodeKey", request.nodeKey());
            }
            out.endObject();
        });
    }

    /// The UTF-8 bytes of `response`.
    public static byte[] encode(QueryFeatureResponse response) {
        return JsonWriter.bytes(out -> {
            out.beginObject();
            out.ifSet("Complete", response.complete());
            out.ifSet("Text", response.text());
            out.ifSet("URL", response.url());
            out.ifSet("ShouldWait", response.shouldWait());
            out.endObject();
        });
    }

    /// Reads a document.
    ///
    /// @throws net.headscale.wire.json.MalformedMessage if it is not such a request
    public static QueryFeatureRequest decodeRequest(byte[] document) {
        return JsonReader.read(document, QueryFeatureCodec::readRequest);
    }

    /// Reads a document.
    ///
    /// @throws net.headscale.wire.json.MalformedMessage if it is not such an answer
    public static QueryFeatureResponse decodeResponse(byte[] document) {
        return JsonReader.read(document, QueryFeatureCodec::readResponse);
    }

    private static QueryFeatureRequest readRequest(JsonReader in) {
        String feature = "";
        NodeKey nodeKey = NodeKey.ZERO;
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "Feature" -> feature = in.string();
                case "NodeKey" -> nodeKey = in.parsed("a node key", NodeKey::parse);
                default -> in.skip();
            }
        }
        return new QueryFeatureRequest(feature, nodeKey);
    }

    private static QueryFeatureResponse readResponse(JsonReader in) {
        boolean complete = false;
        String text = "";
        String url = "";
        boolean shouldWait = false;
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "Complete" -> complete = in.bool();
                case "Text" -> text = in.string();
                case "URL" -> url = in.string();
                case "ShouldWait" -> shouldWait = in.bool();
                default -> in.skip();
            }
        }
        return new QueryFeatureResponse(complete, text, url, shouldWait);
    }
}
