package net.headscale.policy.language;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.DerpRegion;

/// What a policy lays over the relays of the server: `derpMap`.
///
/// @param isAlone whether it takes the place of the server's relays (`OmitDefaultRegions`)
/// @param regions those that are added, or take the place of the server's with the same id
/// @param removed ids of the server's that are taken away
public record RelayOverlay(boolean isAlone, Map<Integer, DerpRegion> regions, Set<Integer> removed) {
    public RelayOverlay {
        regions = Map.copyOf(regions);
        removed = Set.copyOf(removed);
    }

    /// The relays of a tailnet with this in its policy.
    ///
    /// @param servers the server's
    public DerpMap over(DerpMap servers) {
        Map<Integer, DerpRegion> all = new TreeMap<>();
        if (!isAlone && servers.regions() != null) {
            all.putAll(servers.regions());
        }
        all.keySet().removeAll(removed);
        all.putAll(regions);
        return new DerpMap(servers.homeParams(), all, servers.omitDefaultRegions());
    }
}
