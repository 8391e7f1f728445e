package net.headscale.admin.call;

import java.util.Collection;
import java.util.SortedSet;
import net.headscale.netmap.View;
import net.headscale.tailnet.Tag;

/// What somebody may do with what they reach: everything, or what an access token says.
public sealed interface Powers {
    /// Everything.
    record All() implements Powers {}

    /// What an access token says.
    ///
    /// @param scopes the words of OAuth
    /// @param tags which it may give to nodes and keys
    record Scoped(Collection<String> scopes, SortedSet<Tag> tags) implements Powers {
        /// What tags own others is one tailnet's policy; a token's own tags hold in every tailnet.
        ///
        /// @throws Unanswerable with 403 if one is not the token's own and it lacks the scope `all`
        public void requireOwn(SortedSet<Tag> wanted) {
            if (!scopes.contains("all") && !tags.containsAll(wanted)) {
                throw new Unanswerable(
                        403,
                        "an access token gives to all tailnets its own tags only: name the tailnet, or ask for those");
            }
        }
    }

    /// @throws Unanswerable with 403 if they do not include a scope
    default void require(Scope wanted) {
        if (this instanceof Scoped token && !Scope.isIncluded(wanted, token.scopes())) {
            throw new Unanswerable(403, "the access token lacks the scope " + wanted);
        }
    }

    /// @param wanted tags for a node, a key or a client
    /// @throws Unanswerable with 403 if they do not include one: a token has neither it, nor a tag that owns it,
    ///   nor the scope `all`
    default void requireTags(View view, SortedSet<Tag> wanted) {
        if (this instanceof Scoped token && !token.scopes().contains("all")) {
            var policy = view.derived().policy();
            wanted.stream()
                    .filter(tag -> !token.tags().contains(tag) && !policy.mayTag(token.tags(), tag))
                    .findFirst()
                    .ifPresent(tag -> {
                        throw new Unanswerable(403, "the access token may not give " + tag.text());
                    });
        }
    }
}
