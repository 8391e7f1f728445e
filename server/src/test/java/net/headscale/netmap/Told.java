package net.headscale.netmap;

import java.time.Instant;
import java.util.List;
import net.headscale.testkit.netmap.ClientNetmap;
import net.headscale.testkit.netmap.Netmap;
import net.headscale.testkit.netmap.Trap;
import net.headscale.wire.tailcfg.MapResponse;

/* Where a client that was told differences may differ from one that was told everything. There is no other place, and
 * these are all:
 *
 * - Profiles of users whom no entry names any more stay with a client, which forgets none; [Netmap] leaves them out.
 * - `LastSeen` of a peer that is online is neither told anew nor looked at; [Netmap] leaves it out.
 * - A client that was told not to upload logs stays so until it starts again: there is no order to the contrary, so
 *   that logs may be off here where everything would say nothing about them.
 */

/// What one client knows after what it was told.
///
/// @param client its netmap
/// @param isSilenced whether it was ordered not to upload logs
record Told(ClientNetmap client, boolean isSilenced) {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    /// A client that has just started to poll, and then gets `full`.
    static Told by(MapResponse full) {
        return new Told(ClientNetmap.empty(), false).and(full);
    }

    /// This client after one more message.
    Told and(MapResponse message) {
        boolean silences = message.debug() != null && message.debug().disableLogTail();
        return new Told(client.apply(message, NOW), isSilenced || silences);
    }

    /// What the client works with.
    Netmap live() {
        return client.live();
    }

    List<Trap> traps() {
        return client.traps();
    }

    /// Whether the client is as one that was told everything.
    boolean isAs(Told everything) {
        return live().equals(everything.live())
                && client.remembered().equals(everything.client.remembered())
                && (isSilenced || !everything.isSilenced);
    }
}
