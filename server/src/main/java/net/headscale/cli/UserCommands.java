package net.headscale.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.headscale.cli.api.Paths;
import net.headscale.cli.command.Command;
import net.headscale.cli.command.Invocation;
import net.headscale.cli.command.Option;
import net.headscale.cli.output.Failure;
import net.headscale.cli.output.Json;
import net.headscale.cli.output.Shown;
import net.headscale.cli.output.Table;
import org.jspecify.annotations.Nullable;

/// Commands about the users of a tailnet.
final class UserCommands {
    private static final Option ID = Option.of("-i,--identifier", "ID", "the user with this id");
    private static final Option NAME = Option.of("-n,--name", "NAME", "the user with this name");

    private UserCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of("create,c,new", "Make a user", UserCommands::create)
                        .taking("NAME")
                        .with(
                                Option.of("-d,--display-name", "TEXT", "what people are shown"),
                                Option.of("-e,--email", "ADDRESS", "an e-mail address"),
                                Option.of("-p,--picture-url", "URL", "a picture")),
                Command.of("list,ls,show", "List users", UserCommands::list)
                        .with(ID, NAME, Option.of("-e,--email", "ADDRESS", "the user with this address")),
                Command.of("rename,mv", "Give a user another name", UserCommands::rename)
                        .taking("[USER]")
                        .with(
                                ID,
                                NAME,
                                Option.of("-r,--new-name", "NAME", "the other name")
                                        .required()),
                Command.of("set-role,role", "Say what a user is in the tailnet", UserCommands::setRole)
                        .taking("[USER]")
                        .with(
                                ID,
                                NAME,
                                Option.of(
                                                "-r,--role",
                                                "ROLE",
                                                "member, owner, admin, it-admin, network-admin, billing-admin or auditor")
                                        .required()),
                Command.of("destroy,delete", "Remove a user who owns no nodes", UserCommands::destroy)
                        .taking("[USER]")
                        .with(ID, NAME));
    }

    private static int create(Invocation invocation) {
        Map<String, String> user = new LinkedHashMap<>();
        user.put("name", invocation.word(0));
        invocation.find("--display-name").ifPresent(text -> user.put("displayName", text));
        invocation.find("--email").ifPresent(text -> user.put("email", text));
        invocation.find("--picture-url").ifPresent(text -> user.put("pictureUrl", text));
        var made = invocation.session().post(Paths.of("user"), user);
        invocation.output().show(made.get("user"), "User created");
        return 0;
    }

    private static int list(Invocation invocation) {
        String path = Paths.of("user");
        if (invocation.has("--identifier")) {
            path = Paths.withQuery(path, "id", invocation.option("--identifier"));
        } else if (invocation.has("--name")) {
            path = Paths.withQuery(path, "name", invocation.option("--name"));
        } else {
            path = Paths.withQuery(path, "email", invocation.option("--email"));
        }
        var users = Json.list(invocation.session().get(path).get("users"));
        invocation.output().show(users, table(users));
        return 0;
    }

    private static Table table(List<@Nullable Object> users) {
        var table = new Table("ID", "Name", "Username", "Email", "Created");
        for (Object each : users) {
            var user = Json.object(each);
            table.add(
                    Json.text(user.get("id")),
                    Shown.word(user.get("displayName")),
                    Json.text(user.get("name")),
                    Shown.word(user.get("email")),
                    Shown.time(user.get("createdAt")));
        }
        return table;
    }

    private static int rename(Invocation invocation) {
        String path = Paths.of("user", chosen(invocation), "rename", invocation.option("--new-name"));
        var renamed = invocation.session().post(path, Map.of());
        invocation.output().show(renamed.get("user"), "User renamed");
        return 0;
    }

    private static int setRole(Invocation invocation) {
        String path = Paths.of("user", chosen(invocation), "role");
        var user = invocation.session().post(path, Map.of("role", invocation.option("--role")));
        invocation.output().show(user.get("user"), "Role set");
        return 0;
    }

    private static int destroy(Invocation invocation) {
        String id = chosen(invocation);
        if (!invocation.session().confirms("Remove the user with id " + id + "?")) {
            throw Failure.of("not removed");
        }
        invocation.session().request("DELETE", Paths.of("user", id), Map.of());
        invocation.output().done("User destroyed");
        return 0;
    }

    /// The id of the user that `-i`, `-n` or a word names.
    private static String chosen(Invocation invocation) {
        if (invocation.has("--identifier")) {
            return invocation.option("--identifier");
        }
        String name = invocation.has("--name") ? invocation.option("--name") : invocation.word(0);
        if (name.isEmpty()) {
            throw Failure.usage("no user is named: give --identifier ID or --name NAME");
        }
        return invocation.has("--name") ? idOfName(invocation, name) : idOf(invocation, name);
    }

    /// The id of a user that is named by id or name.
    static String idOf(Invocation invocation, String nameOrId) {
        return nameOrId.matches("\\d+") ? nameOrId : idOfName(invocation, nameOrId);
    }

    private static String idOfName(Invocation invocation, String name) {
        var found = invocation.session().get(Paths.withQuery(Paths.of("user"), "name", name));
        List<@Nullable Object> users = Json.list(found.get("users"));
        if (users.isEmpty()) {
            throw Failure.of("no user " + name);
        }
        return Json.text(Json.object(users.getFirst()).get("id"));
    }
}
