package net.headscale.wire.tailcfg.endpoint;

import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;

/// [WebClientAuthResponse] as JSON.
public final class WebClientAuthResponseCodec {
    private WebClientAuthResponseCodec() {}

    /// The UTF-8 bytes of `response`.
    public static byte[] encode(WebClientAuthResponse response) {
        return JsonWriter.bytes(out -> {
            out.beginObject();
            out.ifSet("ID", response.id());
            out.ifSet("URL", response.url());
            out.ifSet("Complete", response.complete());
            out.endObject();
        });
    }

    /// Reads a document.
    ///
    /// @throws net.headscale.wire.json.MalformedMessage if it is not such an answer
    public static WebClientAuthResponse decode(byte[] document) {
        return JsonReader.read(document, WebClientAuthResponseCodec::read);
    }

    private static WebClientAuthResponse read(JsonReader in) {
        String id = "";
        String url = "";
        boolean complete = false;
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "ID" -> id = in.string();
                case "URL" -> url = in.string();
                case "Complete" -> complete = in.bool();
                default -> in.skip();
            }
        }
        return new WebClientAuthResponse(id, url, complete);
    }
}
