package net.headscale.netmap;

import java.time.Duration;
import java.util.List;
import net.headscale.wire.tailcfg.Node;

/* How clients forget the direct way to a peer that is no longer there (decision 0320).
 *
 * A client sends to an address that once answered for 6.5 s after the last answer, whatever endpoints it is told of
 * (tailscale `wgengine/magicsock/endpoint.go`, `trustUDPAddrDuration`). It forgets the address when
 *
 * - the peer gets another disco key (1.80: `updateFromNode`, `resetLocked`), or
 * - the peer is removed and put in again by one message (1.102: `UpdateNetmapDelta`, `RemovePeer`, `UpsertPeer`); its
 *   WireGuard device, though, goes on with what was removed until the peer's disco key changes from one that is not
 *   zero to another (`discoChangedLocked`, `ResetDevicePeer`).
 *
 * So while a node roams, its peers are told that it is gone and there again, with a disco key that nobody has and
 * without endpoints: packets take the relay, and nothing is tried with the wrong key. Then they are told how it is. A
 * client that hears only the end of it has heard nothing new.
 *
 * A client makes a patch of a whole peer that differs in nothing but what can be patched, and loses that patch when the
 * same message removes the peer; hence the other time of creation, which nobody looks at.
 */
final class Detour {
    private static final Duration APART = Duration.ofMillis(1);

    private Detour() {}

    /// How peers see a node that roams.
    static Node of(Node entry) {
        return entry.toBuilder()
                .discoKey(entry.discoKey().flipped()) // never at random: full maps and differences agree
                .endpoints(List.of())
                .created(entry.created() == null ? null : entry.created().plus(APART))
                .build();
    }
}
