package net.headscale.wire.tailcfg.codec;

import java.util.List;
import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.tailcfg.DerpNode;
import net.headscale.wire.tailcfg.DerpRegion;

/// [DerpRegion] as JSON.
final class DerpRegionCodec {
    private DerpRegionCodec() {}

    static void write(JsonWriter out, DerpRegion region) {
        out.beginObject();
        out.member("RegionID", region.id());
        out.member("RegionCode", region.code());
        out.member("RegionName", region.name());
        out.ifSet("Latitude", region.latitude());
        out.ifSet("Longitude", region.longitude());
        out.ifSet("Avoid", region.avoid());
        out.ifSet("NoMeasureNoHome", region.noMeasureNoHome());
        out.member("Nodes", region.nodes(), DerpNodeCodec::write);
        out.endObject();
    }

    static DerpRegion read(JsonReader in) {
        int id = 0;
        String code = "";
        String name = "";
        double latitude = 0;
        double longitude = 0;
        boolean avoid = false;
        boolean noMeasureNoHome = false;
        List<DerpNode> nodes = List.of();
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "RegionID" -> id = in.int32();
                case "RegionCode" -> code = in.string();
                case "RegionName" -> name = in.string();
                case "Latitude" -> latitude = in.float64();
                case "Longitude" -> longitude = in.float64();
                case "Avoid" -> avoid = in.bool();
                case "NoMeasureNoHome" -> noMeasureNoHome = in.bool();
                case "Nodes" -> nodes = in.list(DerpNodeCodec::read);
                default -> in.skip();
            }
        }
        return new DerpRegion(id, code, name, latitude, longitude, avoid, noMeasureNoHome, nodes);
    }
}
