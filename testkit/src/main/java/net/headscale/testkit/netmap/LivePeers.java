package net.headscale.testkit.netmap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.Node;
import net.headscale.wire.tailcfg.PeerChange;
import org.jspecify.annotations.Nullable;

/// The peers that a client works with, changed in place by small messages (`types/netmap/nodemut.go`,
/// `nodeBackend.UpdateNetmapDelta` in `ipn/ipnlocal/node_backend.go`).
final class LivePeers {
    /// A small change; a message becomes a list of them, in the order of the peers' ids.
    private sealed interface Mutation {
        long id();
    }

    private record Remove(long id) implements Mutation {}

    private record Upsert(Node peer) implements Mutation {
        @Override
        public long id() {
            return peer.id();
        }
    }

    private record Patch(PeerChange change) implements Mutation {
        @Override
        public long id() {
            return change.nodeId();
        }
    }

    private LivePeers() {}

    /// The peers after a prepared message, or `null` if it needs a full rebuild.
    static @Nullable SortedMap<Long, Node> after(SortedMap<Long, Node> before, MapResponse message, Instant now) {
        return isSmall(message) ? mutated(before, mutations(message, now)) : null;
    }

    /// Whether the message has only what can be changed in place (`mapResponseContainsNonPatchFields`).
    private static boolean isSmall(MapResponse message) {
        return message.peersChangedPatch().stream().allMatch(PeerPatch::isSmall)
                && message.peers() == null
                && message.node() == null
                && message.derpMap() == null
                && message.dnsConfig() == null
                && message.domain().isEmpty()
                && message.collectServices() == null
                && message.health() == null
                && message.displayMessages() == null
                && message.sshPolicy() == null
                && message.tkaInfo() == null
                && message.domainDataPlaneAuditLogId().isEmpty()
                && message.debug() == null
                && message.controlDialPlan() == null
                && message.clientVersion() == null
                && message.defaultAutoUpdate() == null;
    }

    private static List<Mutation> mutations(MapResponse message, Instant now) {
        List<Mutation> mutations = new ArrayList<>();
        message.peersRemoved().forEach(id -> mutations.add(new Remove(id)));
        message.peersChanged().forEach(peer -> mutations.add(new Upsert(peer)));
        message.peersChangedPatch().stream()
                .filter(change -> !PeerPatch.isEmpty(change))
                .forEach(change -> mutations.add(new Patch(change)));
        message.onlineChange()
                .forEach((id, online) ->
                        mutations.add(new Patch(PeerChange.of(id).online(online).build())));
        message.peerSeenChange().forEach((id, seen) -> {
            if (seen) { // that it is no longer known when is not passed on
                mutations.add(new Patch(PeerChange.of(id).lastSeen(now).build()));
            }
        });
        mutations.sort(Comparator.comparingLong(Mutation::id));
        return mutations;
    }

    /// Whole peers are put in as they come; patches are collected and put in at the end, unless a patch is for a peer
    /// that is not there: then nothing that comes after counts, and no patch does.
    private static SortedMap<Long, Node> mutated(SortedMap<Long, Node> before, List<Mutation> mutations) {
        TreeMap<Long, Node> peers = new TreeMap<>(before);
        TreeMap<Long, Node> patched = new TreeMap<>();
        for (Mutation mutation : mutations) {
            switch (mutation) {
                case Remove(long id) -> peers.remove(id);
                case Upsert(Node peer) -> peers.put(peer.id(), peer);
                case Patch(PeerChange change) -> {
                    Node peer = patched.getOrDefault(change.nodeId(), peers.get(change.nodeId()));
                    if (peer == null) {
                        return peers;
                    }
                    patched.put(change.nodeId(), PeerPatch.apply(change, peer));
                }
            }
        }
        peers.putAll(patched);
        return peers;
    }
}
