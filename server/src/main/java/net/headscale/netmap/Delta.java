package net.headscale.netmap;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import net.headscale.policy.Cohort;
import net.headscale.policy.NodeSet;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.MapResponse;
import org.jspecify.annotations.Nullable;

/// From one view to a later one: what every viewer's difference is made from, worked out once for all of them.
///
/// Immutable and thread-safe.
public final class Delta {
    private final View before;
    private final View after;
    private final List<NodeId> touched;
    private final List<User> renamed;
    private final boolean isVisibilityMoved;
    private final boolean isOwnMoved;

    private Delta(
            View before,
            View after,
            List<NodeId> touched,
            List<User> renamed,
            boolean isVisibilityMoved,
            boolean isOwnMoved) {
        this.before = before;
        this.after = after;
        this.touched = touched;
        this.renamed = renamed;
        this.isVisibilityMoved = isVisibilityMoved;
        this.isOwnMoved = isOwnMoved;
    }

    /// What lies between two views of one tailnet.
    ///
    /// @param touched every node that joined, left or changed between them; more do no harm
    public static Delta between(View before, View after, Collection<NodeId> touched) {
        TreeSet<NodeId> all = new TreeSet<>(touched);
        all.addAll(withMovedRoutes(before, after));
        boolean isPolicyMoved =
                !before.tailnet().policy().equals(after.tailnet().policy())
                        || !before.tailnet().users().isSameAs(after.tailnet().users());
        boolean isMembershipMoved = isPolicyMoved || all.stream().anyMatch(id -> isRelevant(before, after, id));
        boolean isSurroundingMoved = !before.surroundings().equals(after.surroundings())
                || !before.tailnet().name().equals(after.tailnet().name());
        if (isSurroundingMoved) {
            all.addAll(after.tailnet().nodes().ids()); // names carry the suffix
        }
        return new Delta(
                before,
                after,
                List.copyOf(all),
                renamed(before, after),
                isMembershipMoved,
                isMembershipMoved || isSurroundingMoved);
    }

    public View before() {
        return before;
    }

    public View after() {
        return after;
    }

    /// What concerns the viewer itself; nothing is added where nothing changed.
    ///
    /// @return whether anything was added
    boolean addOwn(Viewer viewer, MapResponse.Builder message) {
        Node was = before.tailnet().nodes().get(viewer.node());
        Node is = after.tailnet().nodes().get(viewer.node());
        if (was == null || is == null || (!isOwnMoved && !isTouched(viewer.node()))) {
            return false;
        }
        MapResponse untouched = message.build();
        Own.of(after, is).difference(Own.of(before, was), message);
        return !untouched.equals(message.build());
    }

    /// What concerns the viewer's peers.
    ///
    /// @return whether anything was added
    boolean addPeers(Viewer viewer, MapResponse.Builder message) {
        Peers peers = new Peers(before, after, viewer.node());
        for (NodeId id : concerned(viewer.node())) {
            if (!id.equals(viewer.node())) {
                peers.compare(id);
            }
        }
        for (User user : renamed) {
            if (knows(viewer.node(), user.id())) {
                peers.addProfile(Entries.profile(user));
            }
        }
        return peers.into(message);
    }

    /// Viewers with equal cohorts get the same bytes from [#addPeers].
    ///
    /// Shape: a bit for each touched node that the viewer saw, one for each that it sees; or its class before and
    /// after; or the viewer itself, where it is told what nobody else is.
    public Object cohortOf(Viewer viewer) {
        if (isVisibilityMoved || !renamed.isEmpty()) {
            return wholeCohort(viewer.node());
        }
        BitSet seen = new BitSet(2 * touched.size());
        for (int i = 0; i < touched.size(); i++) {
            seen.set(2 * i, before.derived().policy().sees(viewer.node(), touched.get(i)));
            seen.set(2 * i + 1, after.derived().policy().sees(viewer.node(), touched.get(i)));
        }
        return seen;
    }

    /// Who is to be compared: the touched, and all who came into or went out of sight.
    private Collection<NodeId> concerned(NodeId viewer) {
        if (!isVisibilityMoved) {
            return touched;
        }
        NodeSet saw = before.derived().policy().visibleTo(viewer);
        NodeSet sees = after.derived().policy().visibleTo(viewer);
        if (saw.equals(sees)) {
            return touched;
        }
        Set<NodeId> all = new TreeSet<>(touched);
        saw.forEach(id -> addUnless(sees, id, all));
        sees.forEach(id -> addUnless(saw, id, all));
        return all;
    }

    private static void addUnless(NodeSet others, NodeId id, Set<NodeId> into) {
        if (!others.contains(id)) {
            into.add(id);
        }
    }

    private Object wholeCohort(NodeId viewer) {
        if (isTouched(viewer) || !renamed.isEmpty()) {
            return viewer;
        }
        Cohort was = before.derived().policy().cohortOf(viewer);
        Cohort is = after.derived().policy().cohortOf(viewer);
        boolean isAmongTheMoved =
                was.visible().contains(viewer) != is.visible().contains(viewer); // its likes are told of it, it is not
        return isAmongTheMoved ? viewer : List.of(was.key(), is.key());
    }

    private boolean isTouched(NodeId node) {
        return Collections.binarySearch(touched, node) >= 0;
    }

    private boolean knows(NodeId viewer, UserId user) {
        Node self = after.tailnet().nodes().get(viewer);
        if (self != null && self.owner().user().equals(user)) {
            return true;
        }
        return after.tailnet().nodes().values().stream()
                .filter(node ->
                        node.owner().user().equals(user) && !node.owner().isTagged())
                .anyMatch(node -> after.derived().policy().sees(viewer, node.id()));
    }

    private static List<User> renamed(View before, View after) {
        List<User> renamed = new ArrayList<>();
        if (before.tailnet().users().isSameAs(after.tailnet().users())) {
            return renamed;
        }
        for (User user : after.tailnet().users().values()) {
            User was = before.tailnet().users().get(user.id());
            if (was != null && !Entries.profile(was).equals(Entries.profile(user))) {
                renamed.add(user);
            }
        }
        return List.copyOf(renamed);
    }

    /// Whether a policy may say something else of a node, or of others because of it.
    private static boolean isRelevant(View before, View after, NodeId id) {
        @Nullable Node was = before.tailnet().nodes().get(id);
        @Nullable Node is = after.tailnet().nodes().get(id);
        if (was == null || is == null) {
            return (was == null) != (is == null);
        }
        return !was.owner().equals(is.owner())
                || !was.addresses().equals(is.addresses())
                || !was.approvedRoutes().equals(is.approvedRoutes())
                || !was.lifetime().keyExpiry().equals(is.lifetime().keyExpiry())
                || !was.host().equals(is.host());
    }

    /// Nodes whose primary routes moved though they themselves did not change: a fail-over.
    private static Set<NodeId> withMovedRoutes(View before, View after) {
        Set<NodeId> moved = new TreeSet<>();
        Set<Prefix> subnets = new TreeSet<>(before.derived().routes().subnets());
        subnets.addAll(after.derived().routes().subnets());
        for (Prefix subnet : subnets) {
            var was = before.derived().routes().primaryOf(subnet);
            var is = after.derived().routes().primaryOf(subnet);
            if (!Objects.equals(was, is)) {
                was.ifPresent(moved::add);
                is.ifPresent(moved::add);
            }
        }
        return moved;
    }
}
