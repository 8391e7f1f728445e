package net.headscale.policy;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import net.headscale.policy.language.Autogroup;
import net.headscale.policy.language.Rule;
import net.headscale.policy.language.Selector;
import net.headscale.policy.membership.Blueprint;
import net.headscale.policy.membership.Membership;
import net.headscale.policy.membership.NodeClass;
import net.headscale.route.Election;
import net.headscale.route.Routes;
import net.headscale.route.Served;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Tag;
import net.headscale.wire.net.Prefix;

/// Decides which routes of a peer one viewer is told of.
///
/// Without `via` a viewer is told of the primary routes that a rule leads it to, or from. A rule with `via` takes the
/// choice from the election: the viewer is told of the first router with the tag, and of no router without it, unless a
/// rule without `via` leads to the same prefix; then the election decides again.
final class RouteSteering {
    private final Membership membership;
    private final BitSet viaAccesses = new BitSet();
    private final BitSet exitAccesses = new BitSet();

    RouteSteering(Membership membership) {
        this.membership = membership;
        List<Blueprint.Access> accesses = membership.blueprint().accesses();
        for (int i = 0; i < accesses.size(); i++) {
            Rule rule = accesses.get(i).rule();
            viaAccesses.set(i, !rule.via().isEmpty());
            exitAccesses.set(i, rule.parts().stream().anyMatch(RouteSteering::leadsOut));
        }
    }

    private static boolean leadsOut(Rule.Part part) {
        return part.destinations().stream()
                .anyMatch(destination -> destination instanceof Selector.Everyone
                        || destination.isAuto(Autogroup.INTERNET)
                        || (destination instanceof Selector.Literal literal
                                && literal.prefix().isDefaultRoute()));
    }

    SeenRoutes seen(Node viewer, NodeClass viewers, Node peer, Routes routes) {
        Served offered = Served.by(peer);
        if (offered.isEmpty()) {
            return SeenRoutes.NONE;
        }
        SortedSet<Prefix> primary = new TreeSet<>();
        for (Prefix subnet : offered.subnets()) {
            if (isSeen(viewer, viewers, peer, subnet, routes)) {
                primary.add(subnet);
            }
        }
        SortedSet<Prefix> allowed = new TreeSet<>(primary);
        if (offered.isExitNode() && isExitSeen(viewers, peer)) {
            allowed.addAll(offered.exits());
        }
        return new SeenRoutes(allowed, primary);
    }

    private boolean isSeen(Node viewer, NodeClass viewers, Node peer, Prefix subnet, Routes routes) {
        Optional<NodeClass> behind = membership.classOf(subnet);
        boolean isLedTo = behind.filter(theirs -> viewers.asSource().intersects(theirs.asDestination()))
                .isPresent();
        Steering steering = isLedTo ? Steering.NONE : steering(viewers, peer, subnet, routes);
        boolean isCoRouter = Served.by(viewer).subnets().contains(subnet);
        return switch (steering) {
            case HERE -> true;
            case ELSEWHERE -> false;
            case NONE ->
                routes.isPrimary(peer.id(), subnet)
                        && (isLedTo
                                || isCoRouter
                                || behind.filter(theirs -> theirs.asSource().intersects(viewers.asDestination()))
                                        .isPresent());
        };
    }

    /// Where rules with `via` lead the viewers for a subnet route.
    private Steering steering(NodeClass viewers, Node peer, Prefix subnet, Routes routes) {
        BitSet mine = (BitSet) viewers.asSource().clone();
        mine.and(viaAccesses);
        Steering steering = Steering.NONE;
        for (int i = mine.nextSetBit(0); i >= 0; i = mine.nextSetBit(i + 1)) {
            Rule rule = membership.blueprint().accesses().get(i).rule();
            if (leads(rule, subnet)) {
                if (first(rule.via(), subnet, routes).filter(peer.id()::equals).isPresent()) {
                    return Steering.HERE;
                }
                steering = Steering.ELSEWHERE;
            }
        }
        return steering;
    }

    private static boolean leads(Rule rule, Prefix subnet) {
        return rule.parts().stream()
                .flatMap(part -> part.destinations().stream())
                .anyMatch(destination -> Membership.overlaps(destination, subnet));
    }

    /// The router with one of the tags that the subnet route goes through: the first that is connected, or the first.
    private Optional<NodeId> first(List<Tag> tags, Prefix subnet, Routes routes) {
        List<Node> tagged = routes.routersOf(subnet).stream()
                .map(id -> membership.census().slotOf(id))
                .filter(slot -> slot >= 0)
                .map(membership.census()::present)
                .filter(node ->
                        tags.stream().anyMatch(tag -> node.owner().tags().contains(tag)))
                .toList();
        return Election.winner(tagged, Optional.empty());
    }

    private boolean isExitSeen(NodeClass viewers, Node peer) {
        BitSet mine = (BitSet) viewers.asSource().clone();
        mine.and(exitAccesses);
        BitSet direct = (BitSet) mine.clone();
        direct.andNot(viaAccesses);
        return !direct.isEmpty()
                || mine.stream()
                        .mapToObj(i -> membership.blueprint().accesses().get(i).rule())
                        .anyMatch(rule -> rule.via().stream()
                                .anyMatch(tag -> peer.owner().tags().contains(tag)));
    }

    private enum Steering {
        NONE,
        HERE,
        ELSEWHERE
    }
}
