package net.headscale.wire.tailcfg;

import java.util.List;

/// How a user is shown: merged by `id` on the client and never forgotten while a map stream lasts.
///
/// @param loginName what SSH rules compare with, and what a client needs in order to remember its login
/// @param profilePicUrl may be empty
public record UserProfile(long id, String loginName, String displayName, String profilePicUrl, List<String> groups) {
    public UserProfile {
        groups = List.copyOf(groups);
    }

    /// A profile without picture and groups.
    public static UserProfile of(long id, String loginName, String displayName) {
        return new UserProfile(id, loginName, displayName, "", List.of());
    }
}
