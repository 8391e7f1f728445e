package net.headscale.wire.tailcfg.endpoint;

import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.key.NodeKey;

/// [SetDnsRequest] as JSON.
public final class SetDnsRequestCodec {
    private SetDnsRequestCodec() {}

    /// The UTF-8 bytes of `request`.
    public static byte[] encode(SetDnsRequest request) {
        return JsonWriter.bytes(out -> {
            out.beginObject();
            out.member("Version", request.version());
            out.member("NodeKey", request.nodeKey());
            out.member("Name", request.name());
            out.member("Type", request.type());
            out.member("Value", request.value());
            out.endObject();
        });
    }

    /// Reads a document.
    ///
    /// @throws net.headscale.wire.json.MalformedMessage if it is not such a request
    public static SetDnsRequest decode(byte[] document) {
        return JsonReader.read(document, SetDnsRequestCodec::read);
    }

    private static SetDnsRequest read(JsonReader in) {
        int version = 0;
        NodeKey nodeKey = NodeKey.ZERO;
        String name = "";
        String type = "";
        String value = "";
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "Version" -> version = in.int32();
                case "NodeKey" -> nodeKey = in.parsed("a node key", NodeKey::parse);
                case "Name" -> name = in.string();
                case "Type" -> type = in.string();
                case "Value" -> value = in.string();
                default -> in.skip();
            }
        }
        return new SetDnsRequest(version, nodeKey, name, type, value);
    }
}
