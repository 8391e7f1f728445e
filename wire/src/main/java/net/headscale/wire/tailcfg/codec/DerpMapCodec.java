package net.headscale.wire.tailcfg.codec;

import java.util.Map;
import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.DerpMap.HomeParams;
import net.headscale.wire.tailcfg.DerpRegion;
import org.jspecify.annotations.Nullable;

/// [DerpMap] as JSON, whole or as a change.
public final class DerpMapCodec {
    private DerpMapCodec() {}

    /// The UTF-8 bytes of `map`.
    public static byte[] encode(DerpMap map) {
        return JsonWriter.bytes(out -> write(out, map));
    }

    /// Reads a document.
    ///
    /// @throws net.headscale.wire.json.MalformedMessage if it is not a DERP map
    public static DerpMap decode(byte[] document) {
        return JsonReader.read(document, DerpMapCodec::read);
    }

    static void write(JsonWriter out, DerpMap map) {
        out.beginObject();
        out.ifPresent("HomeParams", map.homeParams(), DerpMapCodec::writeHomeParams);
        writeRegions(out, map.regions());
        out.ifSet("omitDefaultRegions", map.omitDefaultRegions());
        out.endObject();
    }

    private static void writeRegions(JsonWriter out, @Nullable Map<Integer, DerpRegion> regions) {
        out.name("Regions");
        if (regions == null) {
            out.nullValue();
        } else {
            out.map(regions, DerpRegionCodec::write);
        }
    }

    private static void writeHomeParams(JsonWriter out, HomeParams params) {
        out.beginObject();
        out.ifPresent("RegionScore", params.regionScore(), (each, scores) -> each.map(scores, JsonWriter::value));
        out.endObject();
    }

    static DerpMap read(JsonReader in) {
        @Nullable HomeParams homeParams = null;
        @Nullable Map<Integer, DerpRegion> regions = null;
        boolean omitDefaultRegions = false;
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "HomeParams" -> homeParams = readHomeParams(in);
                case "Regions" -> regions = in.mapByInt(DerpRegionCodec::read); // a region that is null is dropped
                case "omitDefaultRegions" -> omitDefaultRegions = in.bool();
                default -> in.skip();
            }
        }
        return new DerpMap(homeParams, regions, omitDefaultRegions);
    }

    private static HomeParams readHomeParams(JsonReader in) {
        @Nullable Map<Integer, Double> regionScore = null;
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "RegionScore" -> regionScore = in.mapByInt(JsonReader::float64);
                default -> in.skip();
            }
        }
        return new HomeParams(regionScore);
    }
}
