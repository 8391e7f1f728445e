package net.headscale.testkit.netmap;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.headscale.wire.tailcfg.Node;
import net.headscale.wire.tailcfg.PeerChange;
import org.jspecify.annotations.Nullable;

/// Turns a peer that comes whole into a patch of the peer that is known, as the client does before all else
/// (`peerChangeDiff` in `control/controlclient/map.go`).
///
/// @param patch `null` if the client takes the two for equal
/// @param lost the fields that differ and that the patch does not carry
record PeerDifference(@Nullable PeerChange patch, List<String> lost) {
    /// The difference, or `null` if the peer has to be replaced because a field differs that no patch has.
    static @Nullable PeerDifference of(Node known, Node come) {
        if (!withPatchableFieldsOf(come, known).equals(come)) {
            return null;
        }
        PeerChange patch = patch(known, come);
        return new PeerDifference(PeerPatch.isEmpty(patch) ? null : patch, lost(known, come));
    }

    /// `known`, but with all that a patch can carry, or that is not compared, taken from `come`.
    private static Node withPatchableFieldsOf(Node come, Node known) {
        return known.toBuilder()
                .key(come.key())
                .keyExpiry(come.keyExpiry())
                .keySignature(come.keySignature())
                .discoKey(come.discoKey())
                .endpoints(come.endpoints())
                .homeDerp(come.homeDerp())
                .cap(come.cap())
                .capMap(come.capMap())
                .online(come.online())
                .lastSeen(come.lastSeen())
                .dataPlaneAuditLogId(come.dataPlaneAuditLogId())
                .build();
    }

    private static PeerChange patch(Node known, Node come) {
        PeerChange.Builder patch = PeerChange.of(come.id());
        if (!known.key().equals(come.key())) {
            patch.key(come.key());
        }
        if (!Objects.equals(known.keyExpiry(), come.keyExpiry())) {
            patch.keyExpiry(come.keyExpiry() == null ? PeerChange.NEVER : come.keyExpiry());
        }
        if (!known.discoKey().equals(come.discoKey())) {
            patch.discoKey(come.discoKey());
        }
        if (!known.capMap().equals(come.capMap())) {
            patch.capMap(come.capMap());
        }
        if (!known.endpoints().equals(come.endpoints()) && !come.endpoints().isEmpty()) {
            patch.endpoints(come.endpoints()); // an empty list is absent on the wire, and absent changes nothing
        }
        if (!known.keySignature().equals(come.keySignature())) {
            patch.keySignature(come.keySignature());
        }
        if (known.homeDerp() != come.homeDerp()) {
            patch.derpRegion(come.homeDerp());
        }
        if (known.cap() != come.cap()) {
            patch.cap(come.cap());
        }
        patchPresence(patch, known, come);
        return patch.build();
    }

    /// A change of presence is seen only between two values, not between a value and none.
    private static void patchPresence(PeerChange.Builder patch, Node known, Node come) {
        if (known.online() != null && come.online() != null && !known.online().equals(come.online())) {
            patch.online(come.online());
        }
        if (known.lastSeen() != null
                && come.lastSeen() != null
                && !known.lastSeen().equals(come.lastSeen())) {
            patch.lastSeen(come.lastSeen());
        }
    }

    private static List<String> lost(Node known, Node come) {
        List<String> lost = new ArrayList<>();
        if (come.endpoints().isEmpty() && !known.endpoints().isEmpty()) {
            lost.add("Endpoints");
        }
        if (come.keySignature().isEmpty() && !known.keySignature().isEmpty()) {
            lost.add("KeySignature");
        }
        if (come.homeDerp() == 0 && known.homeDerp() != 0) {
            lost.add("HomeDERP");
        }
        if (come.cap() == 0 && known.cap() != 0) {
            lost.add("Cap");
        }
        if ((known.online() == null) != (come.online() == null)) {
            lost.add("Online");
        }
        if ((known.lastSeen() == null) != (come.lastSeen() == null)) {
            lost.add("LastSeen");
        }
        if (!known.dataPlaneAuditLogId().equals(come.dataPlaneAuditLogId())) {
            lost.add("DataPlaneAuditLogID");
        }
        return List.copyOf(lost);
    }
}
