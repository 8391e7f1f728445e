package net.headscale.netmap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.headscale.policy.NodeSet;
import net.headscale.route.Served;
import net.headscale.tailnet.Guest;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.UserProfile;

/// How far the changes between two views reach, whoever looks on.
///
/// @param touched in order: nodes that may look different to somebody
/// @param renamed users whose profiles changed
/// @param isVisibilityMoved whether the policy may say something else of nodes that are not touched
/// @param own what concerns a viewer itself and may have changed though the viewer is not touched
record Scope(List<NodeId> touched, List<Renamed> renamed, boolean isVisibilityMoved, OwnPart own) {
    /// How much of what concerns a viewer itself may have changed though the viewer is not touched.
    enum OwnPart {
        NOTHING,

        /// Only whom it lets in: its packet filter and SSH policy, because others joined, left or changed.
        ADMISSION,

        /// Anything: the policy, users or surroundings are others.
        EVERYTHING
    }

    static Scope of(View before, View after, Collection<NodeId> changed) {
        boolean isPolicyMoved =
                !before.tailnet().policy().equals(after.tailnet().policy())
                        || !before.tailnet().users().isSameAs(after.tailnet().users());
        boolean isVisibilityMoved = isPolicyMoved || changed.stream().anyMatch(id -> isRelevant(id, before, after));
        Set<NodeId> touched = new TreeSet<>(changed);
        if (!suffixOf(before).equals(suffixOf(after))) {
            touched.addAll(after.tailnet().nodes().ids()); // every name ends otherwise
        }
        if (areSuffixesMoved(before, after)) {
            touched.addAll(after.tailnet().guests().ids());
        }
        if (changed.stream().anyMatch(id -> isShareMoved(id, before, after))) {
            touched.addAll(after.tailnet().guests().ids()); // who may come in is jailed no more
        }
        if (isPolicyMoved) {
            addReaddressed(before, after, touched);
        }
        if (isVisibilityMoved) {
            addRouters(before, touched);
            addRouters(after, touched);
        } else {
            changed.forEach(id -> addSubstitutes(id, before, touched));
            changed.forEach(id -> addSubstitutes(id, after, touched));
        }
        boolean isSurroundingMoved = !before.surroundings().equals(after.surroundings())
                || !before.tailnet().name().equals(after.tailnet().name())
                || changed.stream().anyMatch(id -> areNamesMoved(id, before, after));
        return new Scope(
                List.copyOf(touched),
                renamed(before, after),
                isVisibilityMoved,
                isPolicyMoved || isSurroundingMoved
                        ? OwnPart.EVERYTHING
                        : isVisibilityMoved ? OwnPart.ADMISSION : OwnPart.NOTHING);
    }

    /// Whether no viewer is to be told anything of its peers.
    boolean isEmpty() {
        return touched.isEmpty() && renamed.isEmpty() && !isVisibilityMoved;
    }

    boolean isRenamed(UserId user) {
        return renamed.stream().anyMatch(each -> each.profile().id() == user.value());
    }

    /// Whether names may end otherwise, those of other tailnets' nodes too.
    private static boolean areSuffixesMoved(View before, View after) {
        return !suffixOf(before).equals(suffixOf(after))
                || !before.surroundings()
                        .dns()
                        .suffixes()
                        .equals(after.surroundings().dns().suffixes());
    }

    private static String suffixOf(View view) {
        return view.surroundings().dns().suffixOf(view.tailnet().name());
    }

    /// Whether a policy may say something else of other nodes because of this one. What clients say of themselves is
    /// not relevant, unless a posture or a route depends on it.
    private static boolean isRelevant(NodeId id, View before, View after) {
        if (!before.tailnet().nodes().contains(id) || !after.tailnet().nodes().contains(id)) {
            return before.tailnet().nodes().contains(id)
                            != after.tailnet().nodes().contains(id)
                    || isGuestMoved(id, before, after);
        }
        return isShareMoved(id, before, after)
                || !before.derived().policy().treatsAlike(id, after.derived().policy());
    }

    /// Whether others may come in to a node, or be kept from it.
    private static boolean isShareMoved(NodeId id, View before, View after) {
        Node was = before.tailnet().nodes().get(id);
        Node is = after.tailnet().nodes().get(id);
        return was != null
                && is != null
                && (!was.shares().equals(is.shares())
                        || was.host().jailsPeers() != is.host().jailsPeers());
    }

    /// Whether a guest came, went, or is another to the policy or to names.
    private static boolean isGuestMoved(NodeId id, View before, View after) {
        Guest was = before.tailnet().guests().get(id);
        Guest is = after.tailnet().guests().get(id);
        if (was == null || is == null) {
            return (was == null) != (is == null);
        }
        return was.standing() != is.standing()
                || !was.home().equals(is.home())
                || !before.derived()
                        .policy()
                        .treatsGuestAlike(id, after.derived().policy());
    }

    /// Whether a guest moved that viewers may connect to: they resolve the names of its home.
    private static boolean areNamesMoved(NodeId id, View before, View after) {
        boolean isOfNames = Stream.of(before, after)
                .flatMap(view -> view.tailnet().guests().find(id).stream())
                .anyMatch(Guest::isShared);
        return isOfNames && isGuestMoved(id, before, after);
    }

    /// Those whom only one of two policies lets have their IPv4 address.
    private static void addReaddressed(View before, View after, Set<NodeId> into) {
        for (NodeId node : after.tailnet().nodes().ids()) {
            boolean wasDisabled = before.derived().policy().isIpv4Disabled(node);
            if (wasDisabled != after.derived().policy().isIpv4Disabled(node)) {
                into.add(node);
            }
        }
    }

    /// What a viewer is shown of a router depends on the policy, and on who else serves the same.
    private static void addRouters(View view, Set<NodeId> into) {
        for (Prefix subnet : view.derived().routes().subnets()) {
            into.addAll(view.derived().routes().routersOf(subnet));
        }
        view.tailnet().nodes().values().stream()
                .filter(node -> Served.by(node).isExitNode())
                .forEach(node -> into.add(node.id()));
    }

    /// Those that may take over from a router, or give way to it, without having changed themselves.
    private static void addSubstitutes(NodeId router, View view, Set<NodeId> into) {
        Node node = view.tailnet().nodes().get(router);
        if (node != null) {
            Served.by(node)
                    .subnets()
                    .forEach(subnet -> into.addAll(view.derived().routes().routersOf(subnet)));
        }
    }

    private static List<Renamed> renamed(View before, View after) {
        List<Renamed> renamed = new ArrayList<>();
        if (before.tailnet().users().isSameAs(after.tailnet().users())) {
            return renamed;
        }
        for (User user : after.tailnet().users().values()) {
            User was = before.tailnet().users().get(user.id());
            if (was != null && !Entries.profile(was).equals(Entries.profile(user))) {
                renamed.add(Renamed.of(user, after));
            }
        }
        return List.copyOf(renamed);
    }

    /// A user whose profile changed.
    ///
    /// @param profile as it is now
    /// @param nodes the user's own, tagged ones aside
    record Renamed(UserProfile profile, List<Node> nodes) {
        static Renamed of(User user, View after) {
            List<Node> nodes = after.tailnet().nodes().values().stream()
                    .filter(node ->
                            !node.owner().isTagged() && node.owner().user().equals(user.id()))
                    .toList();
            return new Renamed(Entries.profile(user), nodes);
        }

        /// Whether `viewer` is, or sees, one of the user's nodes.
        ///
        /// @param sees whom it sees
        boolean isKnownTo(NodeId viewer, NodeSet sees) {
            return nodes.stream()
                    .anyMatch(node ->
                            node.id().equals(viewer) || (node.presence().isShown() && sees.contains(node.id())));
        }
    }
}
