package net.headscale.netmap;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.Node;
import net.headscale.wire.tailcfg.PeerChange;
import net.headscale.wire.tailcfg.UserProfile;

/// What viewers that are alike are told of their peers; a viewer that is among them itself is told it
/// [#without] itself.
///
/// @param shown peers that are new or become others, in the order of ids
/// @param removed ids of peers that go out of sight, in order
/// @param patches of peers that stay, in the order of ids
/// @param known profiles that are told whatever is shown
public record PeerNews(List<Shown> shown, List<Long> removed, List<PeerChange> patches, List<UserProfile> known) {
    public PeerNews {
        shown = List.copyOf(shown);
        removed = List.copyOf(removed);
        patches = List.copyOf(patches);
        known = List.copyOf(known);
    }

    /// A whole peer.
    ///
    /// @param entry as viewers see it
    /// @param owner whose it is
    public record Shown(Node entry, UserProfile owner) {}

    /// This without what concerns one node.
    public PeerNews without(NodeId node) {
        return new PeerNews(
                shown.stream().filter(peer -> peer.entry().id() != node.value()).toList(),
                removed.stream().filter(id -> id != node.value()).toList(),
                patches.stream().filter(patch -> patch.nodeId() != node.value()).toList(),
                known);
    }

    /// The profiles to be told, in the order of ids: those of all owners of what is shown, too.
    public List<UserProfile> profiles() {
        Map<Long, UserProfile> profiles = new TreeMap<>();
        known.forEach(profile -> profiles.put(profile.id(), profile));
        shown.forEach(peer -> profiles.put(peer.owner().id(), peer.owner()));
        return List.copyOf(profiles.values());
    }

    /// Whether there is nothing to be told.
    public boolean isEmpty() {
        return shown.isEmpty() && removed.isEmpty() && patches.isEmpty() && known.isEmpty();
    }

    /// Puts all of it into a message.
    ///
    /// @return whether there was anything
    boolean into(MapResponse.Builder message) {
        message.peersChanged(shown.stream().map(Shown::entry).toList())
                .peersRemoved(removed)
                .peersChangedPatch(patches)
                .userProfiles(profiles());
        return !isEmpty();
    }
}
