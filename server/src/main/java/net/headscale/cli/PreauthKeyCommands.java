package net.headscale.cli;

import java.time.DateTimeException;
import java.time.Duration;
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
import net.headscale.config.key.Durations;
import org.jspecify.annotations.Nullable;

/// Commands about the keys that let nodes join without a login.
final class PreauthKeyCommands {
    private static final Option ID = Option.of("-i,--id", "ID", "the key with this id");

    private PreauthKeyCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of("create,c,new", "Make a key; it is shown once", PreauthKeyCommands::create)
                        .with(
                                Option.of(
                                        "-u,--user",
                                        "USER",
                                        "name or id of the owner; the tailnet's owner if not said"),
                                Option.flag("--reusable", "more than one node may join with it"),
                                Option.flag("--ephemeral", "its nodes vanish when they are gone; implies --reusable"),
                                Option.of("-e,--expiration", "TIME", "how long it lasts, such as 24h (1h)"),
                                Option.of("--tags", "TAGS", "its nodes belong to these tags")),
                Command.of("list,ls,show", "List keys; their secrets are not kept", PreauthKeyCommands::list)
                        .with(Option.of("-u,--user", "USER", "those of this user")),
                Command.of("expire,revoke,exp,e", "End a key now", PreauthKeyCommands::expire)
                        .taking("[KEY]")
                        .with(ID),
                Command.of("delete,del,rm,d", "Remove a key", PreauthKeyCommands::delete)
                        .taking("[KEY]")
                        .with(ID));
    }

    private static int create(Invocation invocation) {
        boolean isEphemeral = invocation.option("--ephemeral").equals("true");
        boolean isImplied = isEphemeral && !invocation.has("--reusable");
        Map<String, Object> key = new LinkedHashMap<>();
        invocation.find("--user").ifPresent(user -> key.put("user", UserCommands.idOf(invocation, user)));
        key.put("reusable", isImplied || invocation.option("--reusable").equals("true"));
        key.put("ephemeral", isEphemeral);
        key.put("expiration", expiration(invocation, "1h"));
        key.put("aclTags", invocation.all("--tags"));
        var made = Json.object(
                invocation.session().post(Paths.of("preauthkey"), key).get("preAuthKey"));
        if (isImplied && invocation.output().isText()) {
            invocation
                    .session()
                    .terminal()
                    .err()
                    .println("The key is ephemeral, and so reusable; --reusable=false makes it for one node.");
        }
        invocation.output().show(made, Json.text(made.get("key")));
        return 0;
    }

    /// When something that is made now ends, by `--expiration`.
    static String expiration(Invocation invocation, String byDefault) {
        String text = invocation.find("--expiration").orElse(byDefault);
        try {
            Duration duration = Durations.parse(text);
            return invocation.clock().instant().plus(duration).toString();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw Failure.usage("--expiration: " + e.getMessage());
        }
    }

    private static int list(Invocation invocation) {
        List<@Nullable Object> keys =
                Json.list(invocation.session().get(Paths.of("preauthkey")).get("preAuthKeys"));
        if (invocation.has("--user")) {
            String user = invocation.option("--user");
            keys = keys.stream().filter(key -> isOf(user, Json.object(key))).toList();
        }
        invocation.output().show(keys, table(keys));
        return 0;
    }

    private static boolean isOf(String user, Map<String, @Nullable Object> key) {
        var owner = Json.object(key.get("user"));
        return user.equals(Json.text(owner.get("id"))) || user.equals(Json.text(owner.get("name")));
    }

    private static Table table(List<@Nullable Object> keys) {
        var table = new Table("ID", "Key/Prefix", "Reusable", "Ephemeral", "Used", "Expiration", "Created", "Owner");
        for (Object each : keys) {
            var key = Json.object(each);
            String tags = Shown.words(key.get("aclTags"));
            table.add(
                    Json.text(key.get("id")),
                    Json.text(key.get("key")),
                    Json.text(key.get("reusable")),
                    Json.text(key.get("ephemeral")),
                    Json.text(key.get("used")),
                    Shown.time(key.get("expiration")),
                    Shown.time(key.get("createdAt")),
                    tags.equals("-") ? Shown.word(Json.object(key.get("user")).get("name")) : tags);
        }
        return table;
    }

    private static int expire(Invocation invocation) {
        invocation.session().post(Paths.of("preauthkey", "expire"), Map.of("id", chosen(invocation)));
        invocation.output().done("Key expired");
        return 0;
    }

    private static int delete(Invocation invocation) {
        String path = Paths.withQuery(Paths.of("preauthkey"), "id", chosen(invocation));
        invocation.session().request("DELETE", path, Map.of());
        invocation.output().done("Key deleted");
        return 0;
    }

    /// The id of the key that `-i` or a word names: an id, or the key itself, or its beginning as lists show it.
    private static String chosen(Invocation invocation) {
        String named = invocation.has("--id") ? invocation.option("--id") : invocation.word(0);
        if (named.isEmpty()) {
            throw Failure.usage("no key is named: give --id ID");
        }
        return named.matches("\\d+") ? named : idOfKey(invocation, named);
    }

    private static String idOfKey(Invocation invocation, String text) {
        var keys = invocation.session().get(Paths.of("preauthkey")).get("preAuthKeys");
        for (Object each : Json.list(keys)) {
            var key = Json.object(each);
            String shown = Json.text(key.get("key"));
            if (text.equals(shown) || text.startsWith(shown.replace("***", ""))) {
                return Json.text(key.get("id"));
            }
        }
        throw Failure.of("no such key");
    }
}
