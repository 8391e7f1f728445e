package net.headscale.journal;

import java.time.Instant;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;

/// A node that waits for a person to let it in.
///
/// @param authIdHash of the secret in the URL that the person opens, with its scheme
/// @param machine whose request it is
/// @param node the key that it wants to use
/// @param request its RegisterRequest, as JSON
/// @param createdAt when it asked
/// @param expiresAt when nobody may let it in any more
public record PendingLogin(
        String authIdHash, MachineKey machine, NodeKey node, String request, Instant createdAt, Instant expiresAt) {
    /// Whether the login has run out at `now`.
    public boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    @Override
    public String toString() {
        return "PendingLogin(" + machine + ", " + node + ", until " + expiresAt + ")";
    }
}
