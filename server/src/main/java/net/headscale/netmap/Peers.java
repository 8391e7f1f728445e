package net.headscale.netmap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.headscale.policy.SeenRoutes;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.PeerChange;
import net.headscale.wire.tailcfg.UserProfile;
import org.jspecify.annotations.Nullable;

/// Collects what changed of the peers that an outlook is about. Depends on nothing else of the viewer.
final class Peers {
    private final View before;
    private final View after;
    private final List<net.headscale.wire.tailcfg.Node> changed = new ArrayList<>();
    private final List<Long> removed = new ArrayList<>();
    private final List<PeerChange> patches = new ArrayList<>();
    private final Map<Long, UserProfile> profiles = new TreeMap<>();

    private Peers(View before, View after) {
        this.before = before;
        this.after = after;
    }

    static Peers between(View before, View after, Outlook outlook) {
        Peers peers = new Peers(before, after);
        outlook.profiles().forEach(peers::addProfile);
        for (NodeId peer : outlook.peers()) {
            peers.compare(peer, outlook.before(peer), outlook.after(peer));
        }
        return peers;
    }

    private void compare(NodeId peer, @Nullable SeenRoutes routesBefore, @Nullable SeenRoutes routesAfter) {
        Node was = routesBefore == null ? null : before.tailnet().nodes().get(peer);
        Node is = routesAfter == null ? null : after.tailnet().nodes().get(peer);
        if (is == null || routesAfter == null) {
            removed.add(peer.value());
        } else if (was == null || routesBefore == null) {
            show(is, routesAfter);
        } else {
            edit(Entries.peer(before, was, routesBefore), is, routesAfter);
        }
    }

    private void show(Node node, SeenRoutes routes) {
        changed.add(Entries.peer(after, node, routes));
        addProfile(Entries.owner(after, node));
    }

    private void edit(net.headscale.wire.tailcfg.Node entryBefore, Node is, SeenRoutes routes) {
        var entryAfter = Entries.peer(after, is, routes);
        if (!entryBefore.equals(entryAfter)) {
            Patch.between(entryBefore, entryAfter).ifPresentOrElse(patches::addAll, () -> show(is, routes));
        }
    }

    private void addProfile(UserProfile profile) {
        profiles.put(profile.id(), profile);
    }

    /// Puts what was collected into a message; the builder is left as it is where nothing was.
    ///
    /// @return whether anything was
    boolean into(MapResponse.Builder message) {
        message.peersChanged(changed)
                .peersRemoved(removed)
                .peersChangedPatch(patches)
                .userProfiles(List.copyOf(profiles.values()));
        return !changed.isEmpty() || !removed.isEmpty() || !patches.isEmpty() || !profiles.isEmpty();
    }
}
