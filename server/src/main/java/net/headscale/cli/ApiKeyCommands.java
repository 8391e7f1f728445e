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

/// Commands about the keys that let programs use the API.
final class ApiKeyCommands {
    private static final Option ID = Option.of("-i,--id", "ID", "the key with this id");
    private static final Option PREFIX = Option.of("-p,--prefix", "PREFIX", "the key that begins so");

    private ApiKeyCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of("create,c,new", "Make a key; it is shown once", ApiKeyCommands::create)
                        .with(Option.of("-e,--expiration", "TIME", "how long it lasts, such as 24h (90d)")),
                Command.of("list,ls,show", "List keys; their secrets are not kept", ApiKeyCommands::list),
                Command.of("expire,revoke,exp,e", "End a key now", ApiKeyCommands::expire)
                        .with(ID, PREFIX),
                Command.of("delete,remove,del", "Remove a key", ApiKeyCommands::delete)
                        .with(ID, PREFIX));
    }

    private static int create(Invocation invocation) {
        var body = Map.of("expiration", PreauthKeyCommands.expiration(invocation, "90d"));
        var key = invocation.session().post(Paths.of("apikey"), body).get("apiKey");
        invocation.output().show(key, Json.text(key));
        return 0;
    }

    private static int list(Invocation invocation) {
        var keys = Json.list(invocation.session().get(Paths.of("apikey")).get("apiKeys"));
        var table = new Table("ID", "Prefix", "Expiration", "Created", "Last seen");
        for (Object each : keys) {
            var key = Json.object(each);
            table.add(
                    Json.text(key.get("id")),
                    Json.text(key.get("prefix")),
                    Shown.time(key.get("expiration")),
                    Shown.time(key.get("createdAt")),
                    Shown.time(key.get("lastSeen")));
        }
        invocation.output().show(keys, table);
        return 0;
    }

    private static int expire(Invocation invocation) {
        checkOneChosen(invocation);
        Map<String, String> body = new LinkedHashMap<>();
        invocation.find("--id").ifPresent(id -> body.put("id", id));
        invocation.find("--prefix").ifPresent(prefix -> body.put("prefix", prefix));
        invocation.session().post(Paths.of("apikey", "expire"), body);
        invocation.output().done("Key expired");
        return 0;
    }

    private static int delete(Invocation invocation) {
        checkOneChosen(invocation);
        // the path wants a prefix; a dash stands for none where an id is given
        String path = Paths.of("apikey", invocation.find("--prefix").orElse("-"));
        invocation.session().request("DELETE", Paths.withQuery(path, "id", invocation.option("--id")), Map.of());
        invocation.output().done("Key deleted");
        return 0;
    }

    private static void checkOneChosen(Invocation invocation) {
        if (invocation.has("--id") == invocation.has("--prefix")) {
            throw Failure.usage("give either --id or --prefix");
        }
    }
}
