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
    private static final List<Prefix> NODES = // what Tailscale's nodes have for addresses
            List.of(Prefix.parse("100.64.0.0/10"), Prefix.parse("fd7a:115c:a1e0::/48"));
    private static final Prefix FOUR_VIA_SIX = Prefix.parse("fd7a:115c:a1e0:b1a::/64"); // sites, not nodes
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
            if (advertised.contains(approved) && mayBeServed(approved)) {
                (approved.isDefaultRoute() ? exits : subnets).add(approved);
            }
        }
        return new Served(subnets, exits);
    }

    /// Whether a prefix can be a route at all: one of nodes' own addresses cannot, for it would take them away.
    public static boolean mayBeServed(Prefix route) {
        return FOUR_VIA_SIX.contains(route) || NODES.stream().noneMatch(nodes -> nodes.contains(route));
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
