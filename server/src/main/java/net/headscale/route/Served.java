package net.headscale.route;

import java.util.ArrayList;
import java.util.List;
import net.headscale.tailnet.Node;
import net.headscale.wire.net.Prefix;

/// What one node serves: the prefixes that its client advertises and that are approved.
///
/// @param subnets in order, without default routes
/// @param exits the default routes in order; not empty: an exit node
public record Served(List<Prefix> subnets, List<Prefix> exits) {
    private static final Served NOTHING = new Served(List.of(), List.of());

    public Served {
        subnets = List.copyOf(subnets);
        exits = List.copyOf(exits);
    }

    /// What `node` serves; the answer is quick for the many that serve nothing.
    public static Served by(Node node) {
        if (node.approvedRoutes().isEmpty() || node.advertisedRoutes().isEmpty()) {
            return NOTHING;
        }
        List<Prefix> subnets = new ArrayList<>();
        List<Prefix> exits = new ArrayList<>();
        List<Prefix> advertised = node.advertisedRoutes();
        for (Prefix approved : node.approvedRoutes()) {
            if (advertised.contains(approved)) {
                (approved.isDefaultRoute() ? exits : subnets).add(approved);
            }
        }
        return new Served(subnets, exits);
    }

    /// Whether the node leads to the internet.
    public boolean isExitNode() {
        return !exits.isEmpty();
    }

    /// Whether the node serves nothing.
    public boolean isEmpty() {
        return subnets.isEmpty() && exits.isEmpty();
    }
}
