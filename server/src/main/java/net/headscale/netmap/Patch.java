package net.headscale.netmap;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
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
 *
 * Neither can say that a home region or a protocol version is no longer known: clients keep the last (decision 0050).
 */
final class Patch {
    private Patch() {}

    /// The patches that make `before` into `after`; empty when a patch cannot say it.
    static Optional<List<PeerChange>> between(Node before, Node after) {
        if (!patchable(before, after).equals(after)) {
            return Optional.empty();
        }
        PeerChange untouched = PeerChange.of(after.id()).build();
        return Optional.of(Stream.of(reach(before, after), presence(before, after))
                .filter(patch -> !patch.equals(untouched))
                .toList());
    }

    private static PeerChange reach(Node before, Node after) {
        PeerChange.Builder patch = PeerChange.of(after.id());
        if (before.homeDerp() != after.homeDerp()) {
            patch.derpRegion(after.homeDerp());
        }
        if (before.cap() != after.cap()) {
            patch.cap(after.cap());
        }
        if (!before.endpoints().equals(after.endpoints())) {
            patch.endpoints(after.endpoints());
        }
        if (!before.discoKey().equals(after.discoKey())) {
            patch.discoKey(after.discoKey());
        }
        if (!before.key().equals(after.key())) {
            patch.key(after.key());
        }
        if (!Objects.equals(before.keyExpiry(), after.keyExpiry())) {
            patch.keyExpiry(after.keyExpiry() == null ? PeerChange.NEVER : after.keyExpiry());
        }
        if (!before.capMap().equals(after.capMap())) {
            patch.capMap(after.capMap());
        }
        return patch.build();
    }

    private static PeerChange presence(Node before, Node after) {
        boolean isSame =
                Objects.equals(before.online(), after.online()) && Objects.equals(before.lastSeen(), after.lastSeen());
        PeerChange.Builder patch = PeerChange.of(after.id());
        return (isSame ? patch : patch.online(after.online()).lastSeen(after.lastSeen())).build();
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
                .capMap(after.capMap())
                .online(after.online())
                .lastSeen(after.lastSeen())
                .build();
    }
}
