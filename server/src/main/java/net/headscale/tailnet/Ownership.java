package net.headscale.tailnet;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// Whose a node is: a user's, or its tags'.
///
/// @param user who brought the node in; its owner while there are no tags
/// @param tags in order; not empty: the node belongs to its tags and to no user
public record Ownership(UserId user, SortedSet<Tag> tags) {
    public Ownership {
        tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
    }

    /// Owned by a user.
    public static Ownership of(UserId user) {
        return new Ownership(user, Collections.emptySortedSet());
    }

    /// Owned by tags; brought in by `user`.
    public static Ownership tagged(UserId user, Collection<Tag> tags) {
        return new Ownership(user, new TreeSet<>(tags));
    }

    /// Whether the node belongs to tags rather than to its user.
    public boolean isTagged() {
        return !tags.isEmpty();
    }
}
