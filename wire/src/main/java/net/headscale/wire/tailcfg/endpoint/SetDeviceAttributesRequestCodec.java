package net.headscale.wire.tailcfg.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.json.RawJson;
import net.headscale.wire.key.NodeKey;
import org.jspecify.annotations.Nullable;

/// [SetDeviceAttributesRequest] as JSON.
public final class SetDeviceAttributesRequestCodec {
    private SetDeviceAttributesRequestCodec() {}

    /// The UTF-8 bytes of `request`.
    public static byte[] encode(SetDeviceAttributesRequest request) {
        return JsonWriter.bytes(out -> {
            out.beginObject();
            out.member("Version", request.version());
            out.member("NodeKey", request.nodeKey());
            out.name("Update");
            out.map(request.update(), SetDeviceAttributesRequestCodec::writeValue);
            out.endObject();
        });
    }

    private static void writeValue(JsonWriter out, @Nullable RawJson value) {
        if (value == null) {
            out.nullValue();
        } else {
            out.value(value);
        }
    }

    /// Reads a document.
    ///
    /// @throws net.headscale.wire.json.MalformedMessage if it is not such a request
    public static SetDeviceAttributesRequest decode(byte[] document) {
        return JsonReader.read(document, SetDeviceAttributesRequestCodec::read);
    }

    private static SetDeviceAttributesRequest read(JsonReader in) {
        int version = 0;
        NodeKey nodeKey = NodeKey.ZERO;
        Map<String, @Nullable RawJson> update = new LinkedHashMap<>();
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "Version" -> version = in.int32();
                case "NodeKey" -> nodeKey = in.parsed("a node key", NodeKey::parse);
                case "Update" -> readUpdate(in, update);
                default -> in.skip();
            }
        }
        return new SetDeviceAttributesRequest(version, nodeKey, update);
    }

    private static void readUpdate(JsonReader in, Map<String, @Nullable RawJson> update) {
        in.object();
        while (in.memberOrNull()) {
            update.put(in.name(), in.isNull() ? null : in.scalar());
        }
    }
}
