package net.headscale.testkit.netmap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.headscale.testkit.netmap.Trap.Kind;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.Node;
import net.headscale.wire.tailcfg.PeerChange;

/// The peers that the map session remembers, and how a message changes them (`control/controlclient/map.go`).
///
/// Not thread-safe; [ClientNetmap] changes copies only.
final class RememberedPeers {
    private final TreeMap<Long, Node> peers;
    private final List<Trap> traps;

    RememberedPeers(SortedMap<Long, Node> peers, List<Trap> traps) {
        this.peers = new TreeMap<>(peers);
        this.traps = traps;
    }

    SortedMap<Long, Node> byId() {
        return peers;
    }

    /// Rewrites the message as the client does before it looks at the peers in it: entries are completed, whole peers
    /// become patches where they can, and what seems to be old news is taken out.
    MapResponse prepared(MapResponse message) {
        MapResponse.Builder prepared = message.toBuilder();
        List<Node> replaced = new ArrayList<>();
        List<PeerChange> patches = new ArrayList<>(message.peersChangedPatch());
        for (Node peer : message.peersChanged()) {
            patchify(upgraded(peer), message, replaced, patches);
        }
        patches.removeIf(this::isRefused);
        if (message.peers() != null) {
            prepared.peers(message.peers().stream()
                    .map(peer -> withKnownDisco(upgraded(peer)))
                    .toList());
        }
        return prepared.peersChanged(replaced).peersChangedPatch(patches).build();
    }

    /// `upgradeNode`: what is absent is filled in, what a control server must not grant is taken away.
    static Node upgraded(Node node) {
        boolean ownAddressesOnly = node.allowedIps() == null || node.unsignedPeerApiOnly();
        return ownAddressesOnly ? node.toBuilder().allowedIps(node.addresses()).build() : node;
    }

    private void patchify(Node peer, MapResponse message, List<Node> replaced, List<PeerChange> patches) {
        Node known = peers.get(peer.id());
        PeerDifference difference = known == null ? null : PeerDifference.of(known, peer);
        if (difference == null) {
            replaced.add(peer);
            return;
        }
        difference.lost().forEach(field -> trap(Kind.CHANGE_LOST, peer.id(), field));
        if (message.peersRemoved().contains(peer.id())) {
            trap(Kind.LOST_WITH_ITS_REMOVAL, peer.id(), "");
        }
        if (difference.patch() != null) {
            patches.add(difference.patch());
        }
    }

    /// `removeUnwantedDiscoUpdates`.
    private boolean isRefused(PeerChange change) {
        Node known = peers.get(change.nodeId());
        boolean isRefused = known != null && PeerPatch.isRefused(change, known);
        if (isRefused) {
            trap(Kind.DISCO_KEY_REFUSED, change.nodeId(), "patch");
        }
        return isRefused;
    }

    /// `removeUnwantedDiscoUpdatesFromFullNetmapUpdate`.
    private Node withKnownDisco(Node peer) {
        Node known = peers.get(peer.id());
        if (known == null
                || peer.discoKey().isZero()
                || peer.discoKey().equals(known.discoKey())
                || Boolean.TRUE.equals(peer.online())
                || known.lastSeen() == null
                || (peer.lastSeen() != null && !PeerPatch.isNotAfter(peer.lastSeen(), known))) {
            return peer;
        }
        trap(Kind.DISCO_KEY_REFUSED, peer.id(), "peer");
        return peer.toBuilder()
                .discoKey(known.discoKey())
                .lastSeen(known.lastSeen())
                .build();
    }

    /// `updatePeersStateFromResponse`, with a prepared message.
    ///
    /// @param now what *seen just now* means
    void take(MapResponse message, Instant now) {
        if (message.peers() != null && !message.peers().isEmpty()) {
            peers.clear();
            message.peers().forEach(peer -> peers.put(peer.id(), peer));
            return;
        }
        message.peersRemoved().forEach(peers::remove);
        message.peersChanged().forEach(peer -> peers.put(peer.id(), peer));
        message.peerSeenChange().forEach((id, seen) -> edit(id, peer -> peer.lastSeen(seen ? now : null)));
        message.onlineChange().forEach((id, online) -> edit(id, peer -> peer.online(online)));
        for (PeerChange change : message.peersChangedPatch()) {
            peers.computeIfPresent(change.nodeId(), (id, peer) -> PeerPatch.apply(change, peer));
        }
    }

    private void edit(long id, java.util.function.UnaryOperator<Node.Builder> change) {
        peers.computeIfPresent(
                id, (same, peer) -> change.apply(peer.toBuilder()).build());
    }

    /// Notes what `message`, as it came, asks for in vain.
    void noteTraps(MapResponse message) {
        boolean changes = !(message.peersChanged().isEmpty()
                && message.peersRemoved().isEmpty()
                && message.peersChangedPatch().isEmpty()
                && message.peerSeenChange().isEmpty()
                && message.onlineChange().isEmpty());
        if (message.peers() != null && message.peers().isEmpty()) {
            trap(Kind.EMPTY_PEERS_IGNORED, 0, "");
        }
        if (message.peers() != null && !message.peers().isEmpty() && changes) {
            trap(Kind.CHANGES_BESIDE_PEERS_IGNORED, 0, "");
        }
        unknown(message).forEach(id -> trap(Kind.UNKNOWN_PEER_CHANGED, id, ""));
    }

    private Set<Long> unknown(MapResponse message) {
        Set<Long> ids = new HashSet<>();
        message.peersChangedPatch().stream()
                .filter(change -> !PeerPatch.isEmpty(change))
                .forEach(change -> ids.add(change.nodeId()));
        ids.addAll(message.onlineChange().keySet());
        message.peerSeenChange().forEach((id, seen) -> {
            if (seen) {
                ids.add(id);
            }
        });
        Map<Long, Node> known = new TreeMap<>(peers);
        message.peersRemoved().forEach(known::remove);
        message.peersChanged().forEach(peer -> known.put(peer.id(), peer));
        ids.removeAll(known.keySet());
        return ids;
    }

    private void trap(Kind kind, long peer, String detail) {
        traps.add(new Trap(kind, peer, detail));
    }
}
