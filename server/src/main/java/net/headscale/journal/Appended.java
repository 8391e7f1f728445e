package net.headscale.journal;

import java.util.List;
import net.headscale.tailnet.Tailnet;

/// How an append ended.
public sealed interface Appended {
    /// Everything is on the disk.
    record Stored() implements Appended {}

    /// Nothing was stored: somebody else stored a revision first.
    ///
    /// @param fresh the tailnets that were not where they were expected, as they are stored now; one that is gone
    ///   is missing
    record Overtaken(List<Tailnet> fresh) implements Appended {
        public Overtaken {
            fresh = List.copyOf(fresh);
        }
    }
}
