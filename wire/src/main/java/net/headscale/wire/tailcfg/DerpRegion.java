package net.headscale.wire.tailcfg;

import java.util.List;

/// DERP servers that stand together and know each other's clients.
///
/// @param id above 0; 900 to 999 are meant for private regions
/// @param latitude degrees; 0 with longitude 0 is unknown
/// @param avoid deprecated in favour of `noMeasureNoHome`
/// @param noMeasureNoHome clients neither measure it nor make it their home (capability version 115 on)
public record DerpRegion(
        int id,
        String code,
        String name,
        double latitude,
        double longitude,
        boolean avoid,
        boolean noMeasureNoHome,
        List<DerpNode> nodes) {
    public DerpRegion {
        nodes = List.copyOf(nodes);
    }

    /// This region with other servers.
    public DerpRegion withNodes(List<DerpNode> others) {
        return new DerpRegion(id, code, name, latitude, longitude, avoid, noMeasureNoHome, others);
    }

    /// A region at no known place.
    public static DerpRegion of(int id, String code, String name, List<DerpNode> nodes) {
        return new DerpRegion(id, code, name, 0, 0, false, false, nodes);
    }
}
