package net.headscale.testkit.netmap;

import java.time.Instant;
import net.headscale.wire.tailcfg.Node;
import net.headscale.wire.tailcfg.PeerChange;

/// Applies patches to the peers that the map session remembers.
final class PeerPatch {
    private PeerPatch() {}

    static Node apply(PeerChange change, Node peer) {
        Node.Builder patched = peer.toBuilder();
        if (change.derpRegion() != 0) {
            patched.homeDerp(change.derpRegion());
        }
        if (change.cap() != 0) {
            patched.cap(change.cap());
        }
        if (change.endpoints() != null) {
            patched.endpoints(change.endpoints());
        }
        if (change.online() != null) {
            patched.online(change.online());
        }
        if (change.lastSeen() != null) {
            patched.lastSeen(change.lastSeen());
        }
        applyRare(change, patched);
        return patched.build();
    }

    private static void applyRare(PeerChange change, Node.Builder patched) {
        if (change.capMap() != null) {
            patched.capMap(change.capMap());
        }
        if (change.key() != null) {
            patched.key(change.key());
        }
        if (!change.keySignature().isEmpty()) {
            patched.keySignature(change.keySignature());
        }
        if (change.discoKey() != null) {
            patched.discoKey(change.discoKey());
        }
        if (change.keyExpiry() != null) {
            patched.keyExpiry(change.keyExpiry().equals(PeerChange.NEVER) ? null : change.keyExpiry());
        }
    }

    /// Whether the change says nothing; then it does no harm either, be the peer known or not.
    static boolean isEmpty(PeerChange change) {
        return change.equals(PeerChange.of(change.nodeId()).build());
    }

    /// Whether the client can apply the change to what it works with, without a full rebuild.
    static boolean isSmall(PeerChange change) {
        return change.nodeId() != 0
                && change.cap() == 0
                && change.capMap() == null
                && change.key() == null
                && change.keySignature().isEmpty()
                && change.discoKey() == null
                && change.keyExpiry() == null;
    }

    /// Whether the client takes the new disco key of an offline peer for one from before: it has heard newer from the
    /// peer itself, for all it knows.
    static boolean isRefused(PeerChange change, Node peer) {
        return change.discoKey() != null
                && Boolean.FALSE.equals(change.online())
                && change.lastSeen() != null
                && isNotAfter(change.lastSeen(), peer);
    }

    static boolean isNotAfter(Instant lastSeen, Node peer) {
        return peer.lastSeen() != null && !lastSeen.isAfter(peer.lastSeen());
    }
}
