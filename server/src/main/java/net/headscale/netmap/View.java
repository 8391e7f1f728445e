package net.headscale.netmap;

import java.util.Collection;
import java.util.List;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.PolicyText;
import net.headscale.tailnet.Tailnet;

/// A tailnet at one moment, with all that follows from it: what every netmap of that moment is made from.
///
/// @param number counts the views of one tailnet in this process; a later view has a higher one
/// @param tailnet users, nodes, policy text
/// @param derived compiled policy and routes
/// @param surroundings relays, DNS and features
public record View(long number, Tailnet tailnet, Derived derived, Surroundings surroundings) {
    /// The first view of a tailnet that has a policy which can be read.
    public static View first(Tailnet tailnet, Surroundings surroundings) {
        return first(tailnet, List.of(), surroundings);
    }

    /// The first view of a tailnet.
    ///
    /// @param former earlier policies, the newest first; asked only if the tailnet's own cannot be read
    public static View first(Tailnet tailnet, Iterable<PolicyText> former, Surroundings surroundings) {
        return new View(1, tailnet, Derived.of(tailnet, former), surroundings);
    }

    /// The view of the tailnet as it became.
    ///
    /// @param touched every node that joined, left or changed since
    public View after(Tailnet next, Collection<NodeId> touched) {
        return new View(number + 1, next, derived.after(tailnet, next, touched), surroundings);
    }

    /// The view of the same tailnet in other surroundings.
    public View in(Surroundings others) {
        return new View(number + 1, tailnet, derived, others);
    }
}
