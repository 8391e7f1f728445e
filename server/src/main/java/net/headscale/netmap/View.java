package net.headscale.netmap;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.PolicyText;
import net.headscale.tailnet.Tailnet;
import net.headscale.wire.net.Prefix;

/// A tailnet at one moment, with all that follows from it: what every netmap of that moment is made from.
///
/// @param number counts the views of one tailnet in this process; a later view has a higher one
/// @param tailnet users, nodes, policy text
/// @param derived compiled policy and routes
/// @param surroundings relays, DNS, features, and where the server is
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

    /// What a node may serve once it is as given: what was approved before, and what the policy approves by itself.
    public SortedSet<Prefix> approvedFor(Node node) {
        return derived.policy().approvedFor(node, surroundings.own());
    }

    /// The view of the same tailnet in other surroundings.
    public View in(Surroundings others) {
        return new View(number + 1, tailnet, derived, others);
    }
}
