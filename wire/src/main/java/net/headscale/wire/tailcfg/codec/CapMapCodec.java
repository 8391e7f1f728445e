package net.headscale.wire.tailcfg.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.json.RawJson;
import net.headscale.wire.tailcfg.CapMap;

/// [CapMap] as JSON: an object from names to lists of any values; `null` for a capability without arguments.
final class CapMapCodec {
    private CapMapCodec() {}

    static void write(JsonWriter out, CapMap map) {
        out.map(map.capabilities(), CapMapCodec::writeArguments);
    }

    private static void writeArguments(JsonWriter out, List<RawJson> arguments) {
        if (arguments.isEmpty()) {
            out.nullValue();
        } else {
            out.list(arguments, JsonWriter::value);
        }
    }

    static CapMap read(JsonReader in) {
        Map<String, List<RawJson>> capabilities = new LinkedHashMap<>();
        in.object();
        while (in.memberOrNull()) {
            capabilities.put(in.name(), in.isNull() ? List.of() : in.list(JsonReader::raw));
        }
        return new CapMap(capabilities);
    }
}
