package net.headscale.netmap;

import java.util.ArrayList;
import java.util.List;
import net.headscale.tailnet.Guest;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.tailcfg.PeerChange;
import net.headscale.wire.tailcfg.UserProfile;
import org.jspecify.annotations.Nullable;

/// Collects what changed of the peers that an outlook is about. Depends on nothing else of the viewer.
final class Peers {
    private final View before;
    private final View after;
    private final List<PeerNews.Shown> shown = new ArrayList<>();
    private final List<Long> removed = new ArrayList<>();
    private final List<PeerChange> patches = new ArrayList<>();
    private final List<UserProfile> known = new ArrayList<>();

    private Peers(View before, View after) {
        this.before = before;
        this.after = after;
    }

    static PeerNews between(View before, View after, Outlook outlook) {
        Peers peers = new Peers(before, after);
        peers.known.addAll(outlook.profiles());
        for (NodeId peer : outlook.peers()) {
            peers.compare(peer, outlook.before(peer), outlook.after(peer));
        }
        return new PeerNews(peers.shown, peers.removed, peers.patches, peers.known);
    }

    private void compare(NodeId peer, @Nullable Sight saw, @Nullable Sight sees) {
        Node was = saw == null ? null : before.tailnet().nodeOrGuest(peer).orElse(null);
        Node is = sees == null ? null : after.tailnet().nodeOrGuest(peer).orElse(null);
        if (is == null || sees == null) {
            removed.add(peer.value());
        } else if (was == null || saw == null) {
            show(is, sees);
        } else {
            if (is.reach().isRoaming() && !was.reach().isRoaming()) {
                removed.add(peer.value()); // and shown again, see Detour
            }
            edit(Entries.peer(before, was, saw), is, sees);
            addProfileOfGuest(peer);
        }
    }

    private void show(Node node, Sight sight) {
        shown.add(new PeerNews.Shown(Entries.peer(after, node, sight), Entries.owner(after, node)));
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
        if (was != null && is != null) {
            UserProfile profile = Entries.profile(is.owner());
            if (!profile.equals(Entries.profile(was.owner()))) {
                known.add(profile);
            }
        }
    }
}
