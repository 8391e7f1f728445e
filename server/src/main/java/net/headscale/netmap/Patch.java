package net.headscale.netmap;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import net.headscale.wire.tailcfg.Node;
import net.headscale.wire.tailcfg.PeerChange;

/* How a peer that a client knows becomes another (protocol 03 §7, §9).
 *
 * A client turns a whole peer in `PeersChanged` into a patch of its own when only patchable parts differ, and loses some on
 * the way: `Online` and `LastSeen` that were absent before, endpoints that became none. So what a patch can say is said by
 * a patch; what it cannot say goes as a whole peer, which the client then really replaces, since something else differs.
 *
 * A patch entry with a discovery key, `Online: false` and a `LastSeen` that is not newer is dropped by the client; so a
 * discovery key and going offline are two entries.
 */
final class Patch {
    private Patch() {}

    /// The patches that make `before` into `after`; empty when a patch cannot say it.
    static Optional<List<PeerChange>> between(Node before, Node after) {
        if (!isSayable(before, after)) {
            return Optional.empty();
        }
        List<PeerChange> patches = new ArrayList<>();
        var reach = PeerChange.of(after.id());
        boolean isMoved = false;
        if (before.homeDerp() != after.homeDerp()) {
            reach.derpRegion(after.homeDerp());
            isMoved = true;
        }
        if (!before.endpoints().equals(after.endpoints())) {
            reach.endpoints(after.endpoints());
            isMoved = true;
        }
        if (!before.discoKey().equals(after.discoKey())) {
            reach.discoKey(after.discoKey());
            isMoved = true;
        }
        if (!before.key().equals(after.key())) {
            reach.key(after.key());
            isMoved = true;
        }
        if (!Objects.equals(before.keyExpiry(), after.keyExpiry())) {
            reach.keyExpiry(after.keyExpiry());
            isMoved = true;
        }
        if (before.cap() != after.cap()) {
            reach.cap(after.cap());
            isMoved = true;
        }
        if (isMoved) {
            patches.add(reach.build());
        }
        if (!Objects.equals(before.online(), after.online()) || !Objects.equals(before.lastSeen(), after.lastSeen())) {
            patches.add(PeerChange.of(after.id())
                    .online(after.online())
                    .lastSeen(after.lastSeen())
                    .build());
        }
        return Optional.of(patches);
    }

    /// Whether only patchable parts differ, and none of them to a value that means "unchanged" in a patch.
    private static boolean isSayable(Node before, Node after) {
        boolean isLost = (after.homeDerp() == 0 && before.homeDerp() != 0)
                || (after.cap() == 0 && before.cap() != 0)
                || (after.keyExpiry() == null && before.keyExpiry() != null);
        return !isLost && patchable(before, after).equals(after);
    }

    /// `before` with every patchable part of `after`.
    private static Node patchable(Node before, Node after) {
        return before.toBuilder()
                .homeDerp(after.homeDerp())
                .endpoints(after.endpoints())
                .discoKey(after.discoKey())
                .key(after.key())
                .keyExpiry(after.keyExpiry())
                .cap(after.cap())
                .online(after.online())
                .lastSeen(after.lastSeen())
                .build();
    }
}
