package net.headscale.netmap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.PeerChange;
import net.headscale.wire.tailcfg.UserProfile;
import org.jspecify.annotations.Nullable;

/// Collects what changed of a viewer's peers.
final class Peers {
    private final View before;
    private final View after;
    private final NodeId viewer;
    private final List<net.headscale.wire.tailcfg.Node> changed = new ArrayList<>();
    private final List<Long> removed = new ArrayList<>();
    private final List<PeerChange> patches = new ArrayList<>();
    private final Map<Long, UserProfile> profiles = new TreeMap<>();

    Peers(View before, View after, NodeId viewer) {
        this.before = before;
        this.after = after;
        this.viewer = viewer;
    }

    /// Compares one node, in the order of ids.
    void compare(NodeId peer) {
        @Nullable Node was = seen(before, peer);
        @Nullable Node is = seen(after, peer);
        if (is == null) {
            if (was != null) {
                removed.add(peer.value());
            }
        } else if (was == null) {
            show(is);
        } else {
            edit(was, is);
        }
    }

    private @Nullable Node seen(View view, NodeId peer) {
        return view.derived().policy().sees(viewer, peer)
                ? view.tailnet().nodes().get(peer)
                : null;
    }

    private void show(Node node) {
        changed.add(Entries.peer(after, viewer, node));
        addProfile(Entries.owner(after, node));
    }

    private void edit(Node was, Node is) {
        var entryBefore = Entries.peer(before, viewer, was);
        var entryAfter = Entries.peer(after, viewer, is);
        if (entryBefore.equals(entryAfter)) {
            return;
        }
        Patch.between(entryBefore, entryAfter).ifPresentOrElse(patches::addAll, () -> show(is));
    }

    void addProfile(UserProfile profile) {
        profiles.put(profile.id(), profile);
    }

    /// Puts what was collected into a message; the builder is left as it is where nothing was.
    boolean into(MapResponse.Builder message) {
        message.peersChanged(changed)
                .peersRemoved(removed)
                .peersChangedPatch(patches)
                .userProfiles(List.copyOf(profiles.values()));
        return !changed.isEmpty() || !removed.isEmpty() || !patches.isEmpty() || !profiles.isEmpty();
    }
}
