package net.headscale.policy;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import net.headscale.wire.net.Prefix;

/// The routes of a peer that one viewer is told of, besides the peer's own addresses.
///
/// @param allowed what goes into the peer's `AllowedIPs`: subnet and exit routes
/// @param primary what goes into its `PrimaryRoutes`: those of them that are subnet routes led through it
public record SeenRoutes(SortedSet<Prefix> allowed, SortedSet<Prefix> primary) {
    /// None.
    public static final SeenRoutes NONE = new SeenRoutes(Collections.emptySortedSet(), Collections.emptySortedSet());

    public SeenRoutes {
        allowed = Collections.unmodifiableSortedSet(new TreeSet<>(allowed));
        primary = Collections.unmodifiableSortedSet(new TreeSet<>(primary));
    }
}
