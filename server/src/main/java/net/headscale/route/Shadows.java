package net.headscale.route;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import net.headscale.tailnet.Node;
import net.headscale.wire.net.Prefix;

/// Finds routes that take traffic from another router's: clients follow the longest prefix.
///
/// The same prefix on two routers is no shadow, for one stands in for the other; nor is a default route, which is asked
/// for.
public final class Shadows {
    private Shadows() {}

    /// What an administrator should know before `node` serves `approved`: a sentence for each pair of routes, of
    /// which one lies in the other; empty for most.
    ///
    /// @param others every node of the tailnet; `node` itself does not count
    public static List<String> of(Node node, Collection<Prefix> approved, Iterable<Node> others) {
        List<String> found = new ArrayList<>();
        for (Node other : others) {
            if (!other.id().equals(node.id())) {
                for (Prefix served : Served.by(other).subnets()) {
                    approved.stream()
                            .filter(route -> !route.isDefaultRoute() && !route.equals(served) && route.overlaps(served))
                            .forEach(route -> found.add(sentence(node, route, other, served)));
                }
            }
        }
        return found;
    }

    private static String sentence(Node node, Prefix route, Node other, Prefix served) {
        return served.contains(route) ? takes(node, route, other, served) : takes(other, served, node, route);
    }

    private static String takes(Node inner, Prefix part, Node outer, Prefix whole) {
        return "route " + part + " of " + inner.name().label() + " shadows a part of " + whole + " of "
                + outer.name().label();
    }
}
