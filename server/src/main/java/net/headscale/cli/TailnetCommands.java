package net.headscale.cli;

import java.util.List;
import java.util.Map;
import net.headscale.cli.api.Paths;
import net.headscale.cli.command.Command;
import net.headscale.cli.command.Invocation;
import net.headscale.cli.output.Failure;
import net.headscale.cli.output.Json;
import net.headscale.cli.output.Shown;
import net.headscale.cli.output.Table;

/// Commands about the tailnets of the server: the namespaces of the first releases.
final class TailnetCommands {
    private TailnetCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of("create,c,new", "Make a tailnet, with an owner of the same name", TailnetCommands::create)
                        .taking("NAME"),
                Command.of("list,ls,show", "List the tailnets", TailnetCommands::list),
                Command.of("rename,mv", "Give a tailnet another name", TailnetCommands::rename)
                        .taking("OLD_NAME", "NEW_NAME"),
                Command.of(
                                "destroy,delete",
                                "Remove a tailnet; with nodes in it only when forced",
                                TailnetCommands::destroy)
                        .taking("NAME"));
    }

    private static int create(Invocation invocation) {
        var made = server(invocation, "POST", Paths.of("tailnet"), Map.of("name", invocation.word(0)));
        invocation.output().show(made.get("tailnet"), "Namespace created");
        return 0;
    }

    private static int list(Invocation invocation) {
        var tailnets = Json.list(
                server(invocation, "GET", Paths.of("tailnet"), Map.of()).get("tailnets"));
        var table = new Table("ID", "Name", "Nodes", "Created");
        for (Object each : tailnets) {
            var tailnet = Json.object(each);
            table.add(
                    Json.text(tailnet.get("id")),
                    Json.text(tailnet.get("name")),
                    Shown.word(tailnet.get("nodeCount")),
                    Shown.time(tailnet.get("createdAt")));
        }
        invocation.output().show(tailnets, table);
        return 0;
    }

    private static int rename(Invocation invocation) {
        String path = Paths.of("tailnet", invocation.word(0), "rename", invocation.word(1));
        var renamed = server(invocation, "POST", path, Map.of());
        invocation.output().show(renamed.get("tailnet"), "Namespace renamed");
        return 0;
    }

    private static int destroy(Invocation invocation) {
        String name = invocation.word(0);
        if (!invocation.session().confirms("Remove the namespace " + name + "?")) {
            throw Failure.of("not removed");
        }
        boolean isForced = invocation.session().options().isForced();
        String path = Paths.withQuery(Paths.of("tailnet", name), "force", isForced ? "true" : "");
        server(invocation, "DELETE", path, Map.of());
        invocation.output().done("Namespace destroyed");
        return 0;
    }

    private static Map<String, ?> server(Invocation invocation, String method, String path, Map<String, ?> body) {
        return invocation.session().request("", method, path, body);
    }
}
