package net.headscale.tailnet;

import java.time.Instant;

/// How long a node lasts.
///
/// @param createdAt when it joined
/// @param keyExpiry when its node key must be renewed; [#NEVER] when it need not
/// @param isEphemeral whether the node is removed some time after it was last connected
/// @param joinedBy what let it in
public record Lifetime(Instant createdAt, Instant keyExpiry, boolean isEphemeral, JoinedBy joinedBy) {
    /// No expiry.
    public static final Instant NEVER = Instant.MAX;

    /// Whether the node key may no longer be used at `now`.
    public boolean isExpired(Instant now) {
        return !now.isBefore(keyExpiry);
    }

    /// Whether the node key is to be renewed some day.
    public boolean expires() {
        return !keyExpiry.equals(NEVER);
    }

    /// This lifetime with another expiry.
    public Lifetime withKeyExpiry(Instant expiry) {
        return new Lifetime(createdAt, expiry, isEphemeral, joinedBy);
    }

    /// What let a node in.
    public sealed interface JoinedBy {
        /// A pre-auth key, which may have been removed since.
        record AuthKey(PreauthKeyId key) implements JoinedBy {}

        /// An administrator's command.
        record CommandLine() implements JoinedBy {}

        /// A login with an OpenID provider.
        record Oidc() implements JoinedBy {}
    }
}
