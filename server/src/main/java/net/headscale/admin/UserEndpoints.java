package net.headscale.admin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import net.headscale.admin.call.Body;
import net.headscale.admin.call.Call;
import net.headscale.admin.call.Offer;
import net.headscale.admin.call.Owners;
import net.headscale.admin.call.Schemas;
import net.headscale.admin.call.Shapes;
import net.headscale.admin.call.Unanswerable;
import net.headscale.admin.openapi.Schema;
import net.headscale.admin.openapi.Schema.Field;
import net.headscale.coordinator.Allocator;
import net.headscale.coordinator.Command.Scene;
import net.headscale.coordinator.Decision;
import net.headscale.coordinator.Refusal;
import net.headscale.coordinator.RefusedException;
import net.headscale.http.Request;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// `/api/v1/user`.
final class UserEndpoints {
    // what may stand in a policy as `name@`, in a URL and in a shell without harm
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,254}");

    private final Allocator allocator;

    UserEndpoints(Allocator allocator) {
        this.allocator = allocator;
    }

    List<Offer> offers() {
        return List.of(
                new Offer(
                        Offer.operation("GET", "user", "listUsers", "Lists users")
                                .query("name", Schema.TEXT, "the user with this name")
                                .query("email", Schema.TEXT, "the user with this address, if no name is given")
                                .query("id", Schema.ID, "the user with this id, if neither is given")
                                .answering("users", Schema.listOf(Schemas.USER)),
                        this::list),
                new Offer(
                        Offer.operation("POST", "user", "createUser", "Makes a user")
                                .taking(
                                        Field.required("name", Schema.TEXT, "letters, digits and . _ @ + -"),
                                        Field.of("displayName", Schema.orNull(Schema.TEXT), "what people are shown"),
                                        Field.of("email", Schema.orNull(Schema.TEXT), ""),
                                        Field.of("pictureUrl", Schema.orNull(Schema.TEXT), ""))
                                .answering("user", Schemas.USER),
                        this::create),
                new Offer(
                        Offer.operation("POST", "user/{id}/rename/{newName}", "renameUser", "Gives a user another name")
                                .answering("user", Schemas.USER),
                        this::rename),
                UserRoles.offer(),
                new Offer(
                        Offer.operation("DELETE", "user/{id}", "deleteUser", "Removes a user who owns no nodes"),
                        this::delete));
    }

    /// The users that one of the parameters picks: name before email before id.
    JsonNode list(Call call) {
        ArrayNode users = Shapes.list();
        Predicate<User> isWanted = filter(call.request());
        call.tailnet().users().values().stream().filter(isWanted).forEach(user -> users.add(Shapes.user(user)));
        return Shapes.of("users", users);
    }

    private static Predicate<User> filter(Request request) {
        Optional<String> name = given(request, "name");
        Optional<String> email = given(request, "email");
        Optional<String> id = given(request, "id");
        if (name.isPresent()) {
            return user -> user.name().equals(name.get());
        }
        if (email.isPresent()) {
            return user -> user.profile().email().equals(email.get());
        }
        if (id.isPresent()) {
            long wanted = Call.number("id", id.get());
            return user -> user.id().value() == wanted;
        }
        return _ -> true;
    }

    private static Optional<String> given(Request request, String name) {
        return request.query(name).filter(value -> !value.isEmpty());
    }

    JsonNode create(Call call) {
        Body body = call.body();
        String name = body.text("name").orElseThrow(() -> new Unanswerable(400, "name: is missing"));
        var profile = new User.Profile(
                body.text("displayName").orElse(""),
                body.text("email").orElse(""),
                body.text("pictureUrl").orElse(""));
        UserId id = allocator.userId();
        User made = call.submit(scene -> {
            checkName(scene.tailnet(), name);
            Instant now = scene.now();
            User user = new User(id, name, profile, User.Identity.LOCAL, now);
            return Decision.of(new Change.UserSet(user), user);
        });
        return Shapes.of("user", Shapes.user(made));
    }

    JsonNode rename(Call call) {
        String id = call.request().parameter("id");
        String name = call.request().parameter("newName");
        User renamed = call.submit(scene -> {
            User user = Owners.idOrNamed(scene.tailnet(), id);
            if (!user.identity().equals(User.Identity.LOCAL)) {
                throw new RefusedException(new Refusal.Unfit("the provider of " + user.name() + " says its name"));
            }
            if (user.name().equals(name)) {
                return Decision.unchanged(user);
            }
            checkName(scene.tailnet(), name);
            return Decision.of(new Change.UserSet(user.withName(name)), user.withName(name));
        });
        return Shapes.of("user", Shapes.user(renamed));
    }

    /// Removes a user without nodes, and the keys that would make nodes of it.
    JsonNode delete(Call call) {
        String id = call.request().parameter("id");
        call.submit(scene -> {
            User user = Owners.idOrNamed(scene.tailnet(), id);
            checkUnused(scene.tailnet(), user);
            return new Decision<>(removal(scene, user), true);
        });
        return Shapes.object();
    }

    private static void checkUnused(Tailnet tailnet, User user) {
        boolean hasNodes = tailnet.nodes().values().stream()
                .anyMatch(
                        node -> !node.owner().isTagged() && node.owner().user().equals(user.id()));
        if (hasNodes) {
            throw new RefusedException(new Refusal.NotEmpty(user.name() + " still owns nodes"));
        }
        if (tailnet.users().size() == 1) {
            throw new RefusedException(new Refusal.Unfit("the last user of a tailnet stays"));
        }
    }

    private static List<Change> removal(Scene scene, User user) {
        List<Change> changes = new ArrayList<>();
        scene.tailnet().preauthKeys().values().stream()
                .filter(key -> !key.owner().isTagged() && key.owner().user().equals(user.id()))
                .forEach(key -> changes.add(new Change.PreauthKeyRemoved(key.id())));
        changes.add(new Change.UserRemoved(user.id()));
        return changes;
    }

    private static void checkName(Tailnet tailnet, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new RefusedException(
                    new Refusal.NameUnfit(name, "expected letters, digits and . _ @ + - with a letter or digit first"));
        }
        if (tailnet.userNamed(name).isPresent()) {
            throw new RefusedException(new Refusal.NameTaken(name));
        }
    }
}
