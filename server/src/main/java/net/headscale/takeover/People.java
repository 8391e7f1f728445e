package net.headscale.takeover;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;

/// The users of an origin, by their number there, which they keep.
final class People {
    private final Map<Long, User> users;

    private People(Map<Long, User> users) {
        this.users = users;
    }

    static People read(Origin origin, Findings findings) {
        Map<Long, User> users = new LinkedHashMap<>();
        List<Row> rows = origin.rows("users", "namespaces").stream()
                .sorted(Comparator.comparingLong(row -> row.number("id")))
                .toList();
        for (Row row : rows) {
            findings.reading("user " + row.number("id"), () -> {
                User user = read(row, users, findings);
                users.put(user.id().value(), user);
            });
        }
        if (users.isEmpty()) {
            users.put(1L, User.local(new UserId(1), "admin", Instant.EPOCH));
            findings.note("there were no users: the tailnet's owner is admin");
        }
        return new People(users);
    }

    private static User read(Row row, Map<Long, User> users, Findings findings) {
        long id = row.number("id");
        String email = row.text("email").orElse("");
        String subject = row.text("provider_identifier").orElse("");
        String wanted = row.text("name", "email", "provider_identifier").orElse("user" + id);
        String name = isTaken(wanted, users) ? wanted + "-" + id : wanted;
        if (!name.equals(wanted)) {
            findings.note("user " + id + " is called " + name + " from now on, since two were called " + wanted);
        }
        var profile = new User.Profile(
                row.text("display_name").orElse(""),
                email,
                row.text("profile_pic_url").orElse(""));
        var identity = subject.isEmpty() ? User.Identity.LOCAL : new User.Identity("oidc", subject);
        return new User(
                new UserId(id),
                name,
                profile,
                identity,
                row.moment("created_at").orElse(Instant.EPOCH));
    }

    private static boolean isTaken(String name, Map<Long, User> users) {
        return users.values().stream().anyMatch(user -> user.name().equals(name));
    }

    Iterable<User> all() {
        return users.values();
    }

    int count() {
        return users.size();
    }

    /// Who owns, or brought in, what a row is about; the first user where the row names nobody.
    ///
    /// @throws IllegalArgumentException if it names somebody who is not there
    UserId of(Row row) {
        long id = row.number("user_id", "namespace_id");
        if (id == 0) {
            return users.values().iterator().next().id();
        }
        return Optional.ofNullable(users.get(id))
                .map(User::id)
                .orElseThrow(() -> new IllegalArgumentException("its user " + id + " is not there"));
    }
}
