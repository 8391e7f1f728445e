package net.headscale.cli;

import java.util.List;
import java.util.Map;
import net.headscale.cli.api.Paths;
import net.headscale.cli.command.Command;
import net.headscale.cli.command.Invocation;
import net.headscale.cli.command.Option;
import net.headscale.cli.output.Json;
import net.headscale.cli.output.Shown;
import net.headscale.cli.output.Table;

/// Commands about the programs that get access tokens, which open parts of the API for an hour each.
final class OAuthClientCommands {
    private OAuthClientCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of("create,c,new", "Make a client; its secret is shown once", OAuthClientCommands::create)
                        .with(
                                Option.of(
                                                "-s,--scope",
                                                "SCOPE",
                                                "what its tokens may do, such as devices:core:read; repeat")
                                        .required(),
                                Option.of("-t,--tag", "TAG", "a tag that they may give; repeat"),
                                Option.of("-d,--description", "TEXT", "what it is for")),
                Command.of("list,ls,show", "List clients; their secrets are not kept", OAuthClientCommands::list),
                Command.of("delete,remove,del", "Remove a client; its tokens end", OAuthClientCommands::delete)
                        .with(Option.of("-i,--id", "ID", "the client with this id")
                                .required()));
    }

    private static int create(Invocation invocation) {
        var body = Map.of(
                "scopes", invocation.all("--scope"),
                "tags", invocation.all("--tag"),
                "description", invocation.option("--description"));
        var client = Json.object(
                invocation.session().post(Paths.of("oauthclient"), body).get("oauthClient"));
        invocation
                .output()
                .show(
                        client,
                        "OAuth client " + Json.text(client.get("id")) + " created\nSecret (shown once, keep it now): "
                                + Json.text(client.get("key")));
        return 0;
    }

    private static int list(Invocation invocation) {
        var clients =
                Json.list(invocation.session().get(Paths.of("oauthclient")).get("oauthClients"));
        var table = new Table("ID", "Scopes", "Tags", "Description", "Created");
        for (Object each : clients) {
            var client = Json.object(each);
            table.add(
                    Json.text(client.get("id")),
                    Shown.words(client.get("scopes")),
                    Shown.words(client.get("tags")),
                    Shown.word(client.get("description")),
                    Shown.time(client.get("created")));
        }
        invocation.output().show(clients, table);
        return 0;
    }

    private static int delete(Invocation invocation) {
        invocation.session().request("DELETE", Paths.of("oauthclient", invocation.option("--id")), Map.of());
        invocation.output().done("OAuth client deleted");
        return 0;
    }
}
