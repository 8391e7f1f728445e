package net.headscale.journal;

import java.time.Instant;
import net.headscale.tailnet.TailnetId;

/// A key of the administration interface. The secret itself is not here, only its hash.
///
/// @param id positive, from [IdKind#API_KEY]
/// @param secret what is kept of the key
/// @param scope what it opens
/// @param createdAt when it was made
/// @param expiresAt when it runs out; [Instant#MAX] when never
/// @param lastUsedAt when it was last used, roughly; [Instant#EPOCH] when never
public record ApiKey(long id, Secret secret, Scope scope, Instant createdAt, Instant expiresAt, Instant lastUsedAt) {
    /// Whether the key has run out at `now`.
    public boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    public ApiKey withExpiry(Instant newExpiry) {
        return new ApiKey(id, secret, scope, createdAt, newExpiry, lastUsedAt);
    }

    public ApiKey withSecret(Secret newSecret) {
        return new ApiKey(id, newSecret, scope, createdAt, expiresAt, lastUsedAt);
    }

    public ApiKey withLastUse(Instant at) {
        return new ApiKey(id, secret, scope, createdAt, expiresAt, at);
    }

    /// What is kept of a key's text.
    ///
    /// @param prefix the public part, unique: names the key in lists and finds it again
    /// @param hash of the secret part, with its scheme
    public record Secret(String prefix, String hash) {
        @Override
        public String toString() {
            return "Secret(" + prefix + ", redacted)";
        }
    }

    /// What a key opens.
    public sealed interface Scope {
        /// Everything on this server.
        record WholeServer() implements Scope {}

        /// One tailnet.
        record OneTailnet(TailnetId tailnet) implements Scope {}
    }
}
