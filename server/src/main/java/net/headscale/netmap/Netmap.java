package net.headscale.netmap;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.UserId;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.UserProfile;

/// What a node is told: all of it, or what is new since it was told last.
///
/// Messages have no `ControlTime`: it is the session's, so that bytes can be shared.
public final class Netmap {
    private Netmap() {}

    /// All that `viewer` is to know. A viewer that is not in the tailnet is told nothing.
    ///
    /// @return empty if there is no such node
    public static Optional<MapResponse> full(View view, Viewer viewer) {
        return fullWithoutPeers(view, viewer).map(own -> {
            List<net.headscale.wire.tailcfg.Node> peers = new ArrayList<>();
            for (Node peer : peers(view, viewer)) {
                peers.add(peer(view, viewer, peer));
            }
            return own.toBuilder().peers(peers.isEmpty() ? null : peers).build();
        });
    }

    /// A full map but for the list of peers, which can be put together from shared parts.
    ///
    /// @return empty if there is no such node
    public static Optional<MapResponse> fullWithoutPeers(View view, Viewer viewer) {
        return fullWithoutPeers(view, viewer, owners(view, peers(view, viewer)));
    }

    /// A full map but for the list of peers.
    ///
    /// @param owners the profiles of the owners of all peers, in the order of ids
    /// @return empty if there is no such node
    public static Optional<MapResponse> fullWithoutPeers(View view, Viewer viewer, List<UserProfile> owners) {
        return view.tailnet()
                .nodes()
                .find(viewer.node())
                .map(self -> Own.of(view, self, viewer.capabilityVersion())
                        .full(view.surroundings())
                        .userProfiles(with(owners, Entries.owner(view, self)))
                        .build());
    }

    private static List<UserProfile> with(List<UserProfile> owners, UserProfile own) {
        if (owners.contains(own)) {
            return owners;
        }
        Map<Long, UserProfile> all = new TreeMap<>();
        owners.forEach(profile -> all.put(profile.id(), profile));
        all.put(own.id(), own);
        return List.copyOf(all.values());
    }

    /// A full map for a node whose key has expired: its own entry, names and relays. It has no peers, and neither its
    /// filter nor its SSH policy names anybody else.
    ///
    /// @return empty if there is no such node
    public static Optional<MapResponse> alone(View view, Viewer viewer) {
        return view.tailnet()
                .nodes()
                .find(viewer.node())
                .map(self -> Own.of(view, self, viewer.capabilityVersion())
                        .withoutOthers()
                        .full(view.surroundings())
                        .userProfiles(List.of(Entries.owner(view, self)))
                        .build());
    }

    /// The peers of `viewer`, in the order of ids.
    public static List<Node> peers(View view, Viewer viewer) {
        return shown(view.derived().policy().nodesVisibleTo(viewer.node()));
    }

    /// Viewers with equal keys have the same peers, which look the same to them; but none is its own peer.
    public static Object cohortOf(View view, Viewer viewer) {
        return view.derived().policy().cohortOf(viewer.node()).key();
    }

    /// The peers of all viewers of one cohort, in the order of ids: the viewers themselves may be among them.
    public static List<Node> peersOfCohort(View view, Viewer viewer) {
        return shown(view.derived().policy().nodesVisibleToCohortOf(viewer.node()));
    }

    private static List<Node> shown(List<Node> nodes) {
        boolean areAllShown = nodes.stream().allMatch(node -> node.presence().isShown());
        return areAllShown
                ? nodes
                : nodes.stream().filter(node -> node.presence().isShown()).toList();
    }

    /// One peer as `viewer` sees it.
    public static net.headscale.wire.tailcfg.Node peer(View view, Viewer viewer, Node peer) {
        return Entries.peer(view, viewer.node(), peer);
    }

    /// What `viewer` is to be told when it knows `delta.before()` and is to know `delta.after()`.
    ///
    /// @return empty if there is nothing to tell
    public static Optional<MapResponse> difference(Delta delta, Viewer viewer) {
        MapResponse.Builder message = MapResponse.builder();
        boolean hasOwn = delta.addOwn(viewer, message);
        boolean hasPeers = delta.addPeers(viewer, message);
        return hasOwn || hasPeers ? Optional.of(message.build()) : Optional.empty();
    }

    /// The part of a difference that concerns the viewer itself.
    public static Optional<MapResponse> ownDifference(Delta delta, Viewer viewer) {
        MapResponse.Builder message = MapResponse.builder();
        return delta.addOwn(viewer, message) ? Optional.of(message.build()) : Optional.empty();
    }

    /// The part of a difference that concerns its peers: the same for all viewers of one cohort.
    public static Optional<MapResponse> peerDifference(Delta delta, Viewer viewer) {
        MapResponse.Builder message = MapResponse.builder();
        return delta.addPeers(viewer, message) ? Optional.of(message.build()) : Optional.empty();
    }

    /// The profiles of the owners of some nodes, in the order of ids; many nodes have few owners.
    public static List<UserProfile> owners(View view, List<Node> nodes) {
        Map<Long, UserProfile> profiles = new TreeMap<>();
        Set<UserId> users = new HashSet<>();
        for (Node node : nodes) {
            if (node.owner().isTagged()) {
                profiles.put(TaggedDevices.ID, TaggedDevices.PROFILE);
            } else if (users.add(node.owner().user())) {
                UserProfile profile = Entries.owner(view, node);
                profiles.put(profile.id(), profile);
            }
        }
        return List.copyOf(profiles.values());
    }
}
