package net.headscale.admin.call;

import java.util.Optional;
import net.headscale.coordinator.Refusal;
import net.headscale.coordinator.RefusedException;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;

/// Who is meant when a request names a user, or none.
public final class Owners {
    private Owners() {}

    /// The owner of a tailnet: its first user; the last one is never removed.
    static User of(Tailnet tailnet) {
        return tailnet.users().values().iterator().next();
    }

    /// The user that is named by id or login name; the owner when nobody is named.
    ///
    /// @throws RefusedException if there is no such user
    public static User named(Tailnet tailnet, Optional<String> nameOrId) {
        return nameOrId.map(text -> find(tailnet, text)).orElseGet(() -> of(tailnet));
    }

    private static User find(Tailnet tailnet, String text) {
        Optional<User> named = tailnet.userNamed(text);
        Optional<User> found = named.isEmpty() && text.matches("[1-9][0-9]{0,15}")
                ? tailnet.users().find(new UserId(Long.parseLong(text)))
                : named;
        return found.orElseThrow(() -> new RefusedException(new Refusal.UserUnknown(text)));
    }

    /// The user of a path: a number is an id there; tools for headscale before 0.24 write names.
    ///
    /// @throws RefusedException if there is no such user
    public static User idOrNamed(Tailnet tailnet, String text) {
        return text.matches("[0-9]+") ? withId(tailnet, Call.number("id", text)) : find(tailnet, text);
    }

    /// The user with an id.
    ///
    /// @throws RefusedException if there is none
    public static User withId(Tailnet tailnet, long id) {
        return tailnet.users()
                .find(new UserId(id))
                .orElseThrow(() -> new RefusedException(new Refusal.UserUnknown(Long.toString(id))));
    }
}
