package net.headscale.netmap;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.headscale.policy.NodeSet;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.tailcfg.UserProfile;
import org.jspecify.annotations.Nullable;

/// What viewers that are alike saw and see of the peers that a difference may be about. With the two views this is all
/// that the peers' part of their message is made from, so that viewers with equal outlooks get the same bytes; one that
/// is [#isAbout] itself gets them without itself.
///
/// Immutable; the hash is kept, since many viewers are looked up by it.
final class Outlook {
    static final Outlook ON_NOTHING = new Outlook(new TreeMap<>(), new TreeMap<>(), List.of());

    private final SortedMap<NodeId, Sight> saw;
    private final SortedMap<NodeId, Sight> sees;
    private final List<UserProfile> profiles;
    private final int hash;

    private Outlook(SortedMap<NodeId, Sight> saw, SortedMap<NodeId, Sight> sees, List<UserProfile> profiles) {
        this.saw = saw;
        this.sees = sees;
        this.profiles = List.copyOf(profiles);
        this.hash = 31 * (31 * saw.hashCode() + sees.hashCode()) + profiles.hashCode();
    }

    /// @param viewer one of those that are alike
    /// @param peers those to look at
    /// @param profiles of users whom the viewer knows or shall know, whatever becomes of its peers
    static Outlook of(Side before, Side after, NodeId viewer, Collection<NodeId> peers, List<UserProfile> profiles) {
        return new Outlook(seen(before, viewer, peers), seen(after, viewer, peers), profiles);
    }

    /// One of the two moments.
    ///
    /// @param visible whom the viewers see then; a viewer may be among them
    record Side(View view, NodeSet visible) {}

    private static SortedMap<NodeId, Sight> seen(Side side, NodeId viewer, Collection<NodeId> peers) {
        SortedMap<NodeId, Sight> seen = new TreeMap<>();
        for (NodeId peer : peers) {
            if (side.visible.contains(peer) && isShown(side.view, peer)) {
                seen.put(peer, Sight.of(side.view, viewer, peer));
            }
        }
        return seen;
    }

    private static boolean isShown(View view, NodeId peer) {
        return view.tailnet()
                .nodeOrGuest(peer)
                .filter(node -> node.presence().isShown())
                .isPresent();
    }

    /// Whether a node is among those that were or are seen.
    boolean isAbout(NodeId node) {
        return saw.containsKey(node) || sees.containsKey(node);
    }

    /// Those in sight before or after, in the order of ids.
    Set<NodeId> peers() {
        Set<NodeId> peers = new TreeSet<>(saw.keySet());
        peers.addAll(sees.keySet());
        return peers;
    }

    /// How a peer was seen before, or null if it was not.
    @Nullable Sight before(NodeId peer) {
        return saw.get(peer);
    }

    /// How a peer is seen after, or null if it is not.
    @Nullable Sight after(NodeId peer) {
        return sees.get(peer);
    }

    List<UserProfile> profiles() {
        return profiles;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || (other instanceof Outlook that
                        && hash == that.hash
                        && saw.equals(that.saw)
                        && sees.equals(that.sees)
                        && profiles.equals(that.profiles));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
