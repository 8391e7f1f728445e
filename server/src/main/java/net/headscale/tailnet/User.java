package net.headscale.tailnet;

import java.time.Instant;

/// Somebody, or something, that owns nodes.
///
/// @param id unique over the server
/// @param name the login name: unique in the tailnet, never empty (clients forget a login without one)
/// @param profile what people are shown; not unique
/// @param identity who vouches for the user; [Identity#LOCAL] when the server itself does
/// @param createdAt when the user was made
/// @param role what the user is in the tailnet, for the policy's autogroups
public record User(UserId id, String name, Profile profile, Identity identity, Instant createdAt, Role role) {
    /// A user who is a member.
    public User(UserId id, String name, Profile profile, Identity identity, Instant createdAt) {
        this(id, name, profile, identity, createdAt, Role.MEMBER);
    }

    public User {
        if (name.isBlank()) {
            throw new IllegalArgumentException("expected a user name");
        }
    }

    /// A user made by an administrator, with nothing but a name.
    public static User local(UserId id, String name, Instant createdAt) {
        return new User(id, name, Profile.EMPTY, Identity.LOCAL, createdAt);
    }

    /// This user under another login name.
    public User withName(String newName) {
        return new User(id, newName, profile, identity, createdAt, role);
    }

    /// This user in another role.
    public User withRole(Role newRole) {
        return new User(id, name, profile, identity, createdAt, newRole);
    }

    /// What is shown: the display name, or the login name where there is none.
    public String shownName() {
        return profile.displayName().isEmpty() ? name : profile.displayName();
    }

    /// What people are shown of a user; each text may be empty.
    ///
    /// @param displayName a name for people
    /// @param email an address, unverified unless the identity's provider verified it
    /// @param pictureUrl an http(s) URL
    public record Profile(String displayName, String email, String pictureUrl) {
        /// Nothing known.
        public static final Profile EMPTY = new Profile("", "", "");
    }

    /// Who vouches for a user.
    ///
    /// @param provider `oidc`, or empty for the server itself
    /// @param subject the provider's name for the user (issuer and subject), or empty
    public record Identity(String provider, String subject) {
        /// Vouched for by the server itself.
        public static final Identity LOCAL = new Identity("", "");
    }

    /// What a user is in a tailnet; only the policy asks.
    public enum Role {
        MEMBER,
        OWNER,
        ADMIN,
        IT_ADMIN,
        NETWORK_ADMIN,
        BILLING_ADMIN,
        AUDITOR
    }
}
