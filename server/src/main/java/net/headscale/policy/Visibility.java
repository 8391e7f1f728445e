package net.headscale.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.headscale.policy.membership.Census;
import net.headscale.policy.membership.Membership;
import net.headscale.policy.membership.NodeClass;
import net.headscale.route.Served;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.net.Prefix;

/// Answers who sees whom. Immutable and thread-safe; answers that cost something are made when they are first asked
/// for, and kept within bounds.
final class Visibility {
    /// Most bits of kept answers: 64 MiB.
    private static final long MOST_KEPT_BITS = 512L << 20;

    private final Membership membership;
    private final Map<NodeClass, BitSet> visible;

    private Visibility(Membership membership, Map<NodeClass, BitSet> visible) {
        this.membership = membership;
        this.visible = visible;
    }

    static Visibility of(Membership membership) {
        return new Visibility(membership, new ConcurrentHashMap<>());
    }

    /// The same for the nodes as they became; what is kept stays where nobody entered or left what a rule is about.
    Visibility after(Membership later) {
        boolean isSeenAlike = later.hasSameMembers(membership)
                && later.census().slots() == membership.census().slots();
        return isSeenAlike ? new Visibility(later, visible) : of(later);
    }

    /// Whether `peer` is in the map of `viewer`; symmetric, false for unknown nodes and for the viewer itself.
    boolean sees(NodeId viewer, NodeId peer) {
        int mine = membership.census().slotOf(viewer);
        int theirs = membership.census().slotOf(peer);
        if (mine >= 0 && theirs < 0) {
            return membership.guests().sees(membership.census().present(mine), membership.classOf(mine), peer);
        }
        return mine >= 0
                && mine != theirs
                && (membership.classOf(mine).sees(membership.classOf(theirs)) || seesOwn(mine, theirs));
    }

    private boolean seesOwn(int mine, int theirs) {
        Node left = membership.census().present(mine);
        Node right = membership.census().present(theirs);
        return !left.owner().isTagged()
                && !right.owner().isTagged()
                && left.owner().user().equals(right.owner().user())
                && (reachesOwn(mine) || reachesOwn(theirs));
    }

    private boolean reachesOwn(int slot) {
        return !membership.classOf(slot).asSelf().isEmpty();
    }

    /// Whether `viewer` must keep `peer`, which it sees, from connecting to it: a guest that is only shared.
    boolean isJailed(NodeId viewer, NodeId peer) {
        Node node = membership.census().node(membership.census().slotOf(viewer));
        return node != null && membership.guests().isJailed(node, peer);
    }

    /// The nodes of other tailnets that `viewer` sees, in the order of ids.
    List<NodeId> guestsSeenBy(NodeId viewer) {
        int slot = membership.census().slotOf(viewer);
        return slot < 0 || membership.guests().isEmpty()
                ? List.of()
                : membership.guests().seenBy(membership.census().present(slot), membership.classOf(slot));
    }

    /// The nodes that `viewer` sees, in the order of ids, as the compiled tailnet has them.
    List<Node> nodesVisibleTo(NodeId viewer) {
        return nodesVisibleTo(viewer, membership.census().slotOf(viewer));
    }

    /// The nodes that `viewer` and all that are alike it see; they may be among them themselves.
    List<Node> nodesVisibleToCohortOf(NodeId viewer) {
        return nodesVisibleTo(viewer, -1);
    }

    private List<Node> nodesVisibleTo(NodeId viewer, int leftOut) {
        Census census = membership.census();
        BitSet slots = cohortOf(viewer).visible().slots();
        List<Node> nodes = new ArrayList<>(slots.cardinality());
        for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
            if (slot != leftOut) {
                nodes.add(census.present(slot));
            }
        }
        List<NodeId> guests = guestsSeenBy(viewer);
        if (!guests.isEmpty()) {
            guests.forEach(guest -> nodes.add(membership.guests().node(guest)));
            nodes.sort(Comparator.comparing(Node::id));
        }
        return nodes;
    }

    /// The viewers that `viewer` is alike: they see the same nodes, with the same routes.
    Cohort cohortOf(NodeId viewer) {
        int slot = membership.census().slotOf(viewer);
        if (slot < 0) {
            return new Cohort("nobody", NodeSet.empty());
        }
        Node node = membership.census().present(slot);
        NodeClass theirs = membership.classOf(slot);
        Cohort members = cohortOf(node, theirs, slot);
        if (membership.guests().isEmpty()) {
            return members;
        }
        Object key = List.of(members.key(), node.host().jailsPeers(), node.shares());
        return new Cohort(key, members.visible().with(membership.guests().seenBy(node, theirs)));
    }

    /// As if there were no guests.
    private Cohort cohortOf(Node node, NodeClass theirs, int slot) {
        BitSet seen = visibleTo(theirs);
        BitSet own = ownSeenBy(node, slot);
        List<Prefix> subnets = Served.by(node).subnets();
        if (own.isEmpty()) {
            return new Cohort(subnets.isEmpty() ? theirs : List.of(theirs, subnets), set(seen));
        }
        own.or(seen);
        return new Cohort(List.of(theirs, node.owner().user(), reachesOwn(slot), subnets), set(own));
    }

    private NodeSet set(BitSet slots) {
        return NodeSet.of(membership.census().ids(), slots);
    }

    private BitSet visibleTo(NodeClass viewers) {
        BitSet known = visible.get(viewers);
        if (known != null) {
            return known;
        }
        BitSet seen = membership.visibleTo(viewers);
        if ((long) visible.size() * seen.size() < MOST_KEPT_BITS) {
            visible.put(viewers, seen);
        }
        return seen;
    }

    /// The nodes of the same user that a rule to one's own nodes leads from or to.
    private BitSet ownSeenBy(Node node, int slot) {
        BitSet own = new BitSet();
        if (membership.blueprint().selfAccesses().isEmpty() || node.owner().isTagged()) {
            return own;
        }
        BitSet all = membership.nodesOf(node.owner().user());
        if (reachesOwn(slot)) {
            own.or(all);
        } else {
            all.stream().filter(this::reachesOwn).forEach(own::set);
        }
        return own;
    }
}
