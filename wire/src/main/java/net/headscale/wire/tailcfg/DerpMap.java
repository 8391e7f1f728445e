package net.headscale.wire.tailcfg;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The DERP regions; in a map message also a change of them.
///
/// @param homeParams `null` means unchanged
/// @param regions by id; `null` means unchanged, empty means none; if there are any they replace all former ones
/// @param omitDefaultRegions do not merge the public regions; matters to tools only
public record DerpMap(
        @Nullable HomeParams homeParams, @Nullable Map<Integer, DerpRegion> regions, boolean omitDefaultRegions) {
    public DerpMap {
        regions = regions == null ? null : Collections.unmodifiableMap(new TreeMap<>(regions));
    }

    /// As a record's own, which the JVM would link at run time, when the server starts.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DerpMap that
                && Objects.equals(homeParams, that.homeParams)
                && Objects.equals(regions, that.regions)
                && omitDefaultRegions == that.omitDefaultRegions;
    }

    @Override
    public int hashCode() {
        return Objects.hash(homeParams, regions, omitDefaultRegions);
    }

    /// A map of exactly these regions.
    public static DerpMap of(Collection<DerpRegion> regions) {
        return new DerpMap(
                null, regions.stream().collect(Collectors.toMap(DerpRegion::id, Function.identity())), false);
    }

    /// This map with every server changed by `change`.
    public DerpMap withNodes(UnaryOperator<DerpNode> change) {
        if (regions == null) {
            return this;
        }
        Map<Integer, DerpRegion> changed = new TreeMap<>(regions);
        changed.replaceAll((_, region) ->
                region.withNodes(region.nodes().stream().map(change).toList()));
        return new DerpMap(homeParams, changed, omitDefaultRegions);
    }

    /// Factors by which clients multiply what they measure when they choose a home region.
    ///
    /// @param regionScore by region id, 1 where not given; `null` means unchanged
    public record HomeParams(@Nullable Map<Integer, Double> regionScore) {
        public HomeParams {
            regionScore = regionScore == null ? null : Collections.unmodifiableMap(new TreeMap<>(regionScore));
        }
    }
}
