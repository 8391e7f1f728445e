package net.headscale.journal;

import java.time.Instant;
import java.util.List;

/// A program that asks for access tokens, which open parts of the administration interface for an hour each.
///
/// @param secret what is kept of its secret; the public part names the client
/// @param scope whether its tokens reach the whole server or one tailnet
/// @param grant what its tokens may do there
/// @param description for people; may be empty
/// @param createdAt when it was made
public record OAuthClient(
        ApiKey.Secret secret, ApiKey.Scope scope, Grant grant, String description, Instant createdAt) {
    /// What names the client; never used again.
    public String id() {
        return secret.prefix();
    }

    /// The same client, with its secret hashed anew.
    public OAuthClient withSecret(ApiKey.Secret rehashed) {
        return new OAuthClient(rehashed, scope, grant, description, createdAt);
    }

    /// What a token may do.
    ///
    /// @param scopes the words of OAuth for it, such as `devices:core:read`
    /// @param tags which it may give to nodes
    public record Grant(List<String> scopes, List<String> tags) {
        public Grant {
            scopes = List.copyOf(scopes);
            tags = List.copyOf(tags);
        }
    }
}
