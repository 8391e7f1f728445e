package net.headscale.route;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Tailnet;
import net.headscale.wire.net.Prefix;
import org.jspecify.annotations.Nullable;

/// The routes of a tailnet at one moment, each subnet route with its primary.
///
/// [Election] decides who is primary, and keeps who was where nobody is better.
/// Immutable and thread-safe.
public final class Routes {
    private static final Routes NONE = new Routes(new TreeMap<>(), Map.of());

    private final SortedMap<Prefix, List<Node>> routers;
    private final Map<Prefix, NodeId> primaries;
    private final Set<NodeId> routerIds = new HashSet<>();

    private Routes(SortedMap<Prefix, List<Node>> routers, Map<Prefix, NodeId> primaries) {
        this.routers = routers;
        this.primaries = primaries;
        routers.values().forEach(nodes -> nodes.forEach(node -> routerIds.add(node.id())));
    }

    /// No routes.
    public static Routes none() {
        return NONE;
    }

    /// The routes of `tailnet`, elected without a past.
    public static Routes of(Tailnet tailnet) {
        return NONE.after(tailnet);
    }

    /// The routes of the same tailnet later; these, when no router was touched.
    ///
    /// @param touched every node that joined, left or changed since
    public Routes after(Tailnet next, Collection<NodeId> touched) {
        return touched.stream()
                        .anyMatch(id -> isRouter(id) || isRouter(next.nodes().get(id)))
                ? after(next)
                : this;
    }

    private boolean isRouter(NodeId id) {
        return routerIds.contains(id);
    }

    private static boolean isRouter(@Nullable Node node) {
        return node != null && !Served.by(node).subnets().isEmpty();
    }

    /// The routes of the same tailnet later: primaries stay where they can.
    Routes after(Tailnet next) {
        SortedMap<Prefix, List<Node>> offers = new TreeMap<>();
        for (Node node : next.nodes().values()) {
            for (Prefix subnet : Served.by(node).subnets()) {
                offers.computeIfAbsent(subnet, _ -> new ArrayList<>()).add(node);
            }
        }
        Map<Prefix, NodeId> elected = new HashMap<>();
        offers.forEach((prefix, nodes) ->
                Election.winner(nodes, primaryOf(prefix)).ifPresent(winner -> elected.put(prefix, winner)));
        return new Routes(offers, elected);
    }

    /// The router that peers send to for a subnet route.
    public Optional<NodeId> primaryOf(Prefix subnet) {
        return Optional.ofNullable(primaries.get(subnet));
    }

    /// Whether `node` is the primary of a subnet route.
    public boolean isPrimary(NodeId node, Prefix subnet) {
        return node.equals(primaries.get(subnet));
    }

    /// The subnet routes that `node` is primary of.
    public SortedSet<Prefix> primaryRoutesOf(Node node) {
        SortedSet<Prefix> mine = new TreeSet<>();
        for (Prefix subnet : Served.by(node).subnets()) {
            if (isPrimary(node.id(), subnet)) {
                mine.add(subnet);
            }
        }
        return mine;
    }

    /// The nodes that serve a subnet route, in the order of ids.
    public List<NodeId> routersOf(Prefix subnet) {
        return routers.getOrDefault(subnet, List.of()).stream().map(Node::id).toList();
    }

    /// The nodes that share a subnet route with another: one can take over from them.
    public SortedSet<NodeId> substitutable() {
        SortedSet<NodeId> found = new TreeSet<>();
        for (List<Node> each : routers.values()) {
            if (each.size() > 1) {
                each.forEach(node -> found.add(node.id()));
            }
        }
        return found;
    }

    /// Every subnet route, in order.
    public SortedSet<Prefix> subnets() {
        return new TreeSet<>(routers.keySet());
    }
}
