package net.headscale.tailnet;

import java.time.Instant;

/// A key that lets nodes join without a login. The secret itself is not here, only its hash.
///
/// @param id unique over the server
/// @param secret what is kept of the key
/// @param owner whose nodes it makes: a user's, or tagged ones
/// @param terms what it allows
/// @param createdAt when it was made
/// @param isUsed whether a node has joined with it
public record PreauthKey(
        PreauthKeyId id, Secret secret, Ownership owner, Terms terms, Instant createdAt, boolean isUsed) {
    /// Whether the key has run out at `now`.
    public boolean isExpired(Instant now) {
        return !now.isBefore(terms.expiresAt());
    }

    /// Whether a single-use key has been used.
    public boolean isSpent() {
        return isUsed && !terms.isReusable();
    }

    public PreauthKey withUsed() {
        return new PreauthKey(id, secret, owner, terms, createdAt, true);
    }

    public PreauthKey withSecret(Secret newSecret) {
        return new PreauthKey(id, newSecret, owner, terms, createdAt, isUsed);
    }

    public PreauthKey withExpiry(Instant expiresAt) {
        var newTerms = new Terms(terms.isReusable(), terms.isEphemeral(), expiresAt);
        return new PreauthKey(id, secret, owner, newTerms, createdAt, isUsed);
    }

    /// What is kept of a key's text.
    ///
    /// @param prefix the public part: names the key in lists and finds it again
    /// @param hash of the secret part, with its scheme: `sha256:` and lower-case hex (256 random bits need no slow
    /// hash), or what an imported database kept until the key is next used
    public record Secret(String prefix, String hash) {
        @Override
        public String toString() {
            return "Secret(" + prefix + ", redacted)";
        }
    }

    /// What a key allows.
    ///
    /// @param isReusable whether more than one node may join with it
    /// @param isEphemeral whether its nodes are ephemeral
    /// @param expiresAt when it runs out
    public record Terms(boolean isReusable, boolean isEphemeral, Instant expiresAt) {}
}
