package net.headscale.netmap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.headscale.tailnet.Guest;
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

    private void compare(NodeId peer, @Nullable Sight saw, @Nullable Sight sees) {
        Node was = saw == null ? null : before.tailnet().nodeOrGuest(peer).orElse(null);
        Node is = sees == null ? null : after.tailnet().nodeOrGuest(peer).orElse(null);
        if (is == null || sees == null) {
            removed.add(peer.value());
        } else if (was == null || saw == null) {
            show(is, sees);
        } else {
            edit(Entries.peer(before, was, saw), is, sees);
            addProfileOfGuest(peer);
        }
    }

    private void show(Node node, Sight sight) {
        changed.add(Entries.peer(after, node, sight));
        addProfile(Entries.owner(after, node));
    }

    private void edit(net.headscale.wire.tailcfg.Node entryBefore, Node is, Sight sight) {
        var entryAfter = Entries.peer(after, is, sight);
        if (!entryBefore.equals(entryAfter)) {
            Patch.between(entryBefore, entryAfter).ifPresentOrElse(patches::addAll, () -> show(is, sight));
        }
    }

    /// The owners of guests are no users of the tailnet, so that nobody else looks at their profiles.
    private void addProfileOfGuest(NodeId peer) {
        Guest was = before.tailnet().guests().get(peer);
        Guest is = after.tailnet().guests().get(peer);
        if (was != null && is != null && !was.owner().equals(is.owner())) {
            addProfile(Entries.profile(is.owner()));
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
