package net.headscale.admin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import net.headscale.admin.call.Call;
import net.headscale.admin.call.Offer;
import net.headscale.admin.call.Owners;
import net.headscale.admin.call.Schemas;
import net.headscale.admin.call.Shapes;
import net.headscale.admin.call.Unanswerable;
import net.headscale.admin.openapi.Schema;
import net.headscale.admin.openapi.Schema.Field;
import net.headscale.coordinator.Decision;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.User;
import tools.jackson.databind.JsonNode;

/// `/api/v1/user/{id}/role`: what a user is in its tailnet, for the policy's autogroups.
final class UserRoles {
    private UserRoles() {}

    static Offer offer() {
        Schema role = new Schema.Choice(
                Arrays.stream(User.Role.values()).map(UserRoles::word).toList());
        return new Offer(
                Offer.operation("POST", "user/{id}/role", "setUserRole", "Says what a user is in the tailnet")
                        .taking(Field.required("role", role, "the former owner becomes an admin"))
                        .answering("user", Schemas.USER)
                        .answering("role", role),
                UserRoles::set);
    }

    /// A tailnet has one owner at most: who was it before becomes an admin.
    private static JsonNode set(Call call) {
        long id = call.id();
        User.Role role = role(call.body().text("role").orElse(""));
        User changed = call.submit(scene -> {
            User user = Owners.withId(scene.tailnet(), id).withRole(role);
            List<Change> changes = new ArrayList<>();
            if (role == User.Role.OWNER) {
                scene.tailnet().users().values().stream()
                        .filter(other ->
                                other.role() == User.Role.OWNER && !other.id().equals(user.id()))
                        .forEach(other -> changes.add(new Change.UserSet(other.withRole(User.Role.ADMIN))));
            }
            changes.add(new Change.UserSet(user));
            return new Decision<>(changes, user);
        });
        return Shapes.object().put("role", word(changed.role())).set("user", Shapes.user(changed));
    }

    private static User.Role role(String text) {
        return Arrays.stream(User.Role.values())
                .filter(role -> word(role).equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new Unanswerable(400, "role: expected one of " + words() + ", found \"" + text + "\""));
    }

    private static String words() {
        return Arrays.stream(User.Role.values()).map(UserRoles::word).collect(Collectors.joining(", "));
    }

    /// As autogroups have it: `it-admin`.
    static String word(User.Role role) {
        return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
