package net.headscale.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;
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

/// Commands about the nodes of a tailnet.
final class NodeCommands {
    static final Option ID = Option.of("-i,--identifier", "ID", "the node with this id");

    private NodeCommands() {}

    static List<Command> all() {
        return List.of(
                NodeListing.LIST,
                NodeListing.SHOW,
                Command.of("register", "Let a node in that waits with this key", NodeCommands::register)
                        .taking("[KEY]")
                        .with(
                                AuthCommands.USER,
                                AuthCommands.IP,
                                Option.of("-k,--key", "KEY", "what the login page shows")),
                RouteCommands.LIST_ROUTES,
                RouteCommands.APPROVE_ROUTES,
                Command.of(
                                "expire,logout,exp,e",
                                "Set when a node must log in again: now, if not said",
                                NodeCommands::expire)
                        .taking("[NODE]")
                        .with(
                                ID,
                                Option.of("-e,--expiry", "TIME", "when, such as 2030-01-31T12:00:00Z"),
                                Option.flag("-d,--disable", "never")),
                Command.of("rename,mv", "Give a node another name", NodeCommands::rename)
                        .taking("[NODE]", "NEW_NAME")
                        .with(ID),
                Command.of("delete,del,rm", "Remove a node", NodeCommands::delete)
                        .taking("[NODE]")
                        .with(ID),
                Command.of(
                                "move",
                                "Give a node to another user or namespace; it keeps its addresses",
                                NodeCommands::move)
                        .taking("[NODE]")
                        .with(
                                ID,
                                Option.of("-t,--to", "NAMESPACE", "the other tailnet"),
                                Option.of("-u,--user", "USER", "the new owner; with --to its owner, if not said")),
                Command.of("tag,tags,t", "Give a node to tags; they replace those it has", NodeCommands::tag)
                        .taking("[NODE]")
                        .with(
                                ID,
                                Option.of("-t,--tags", "TAGS", "such as tag:web,tag:db")
                                        .required()),
                ShareCommands.SHARE,
                ShareCommands.UNSHARE,
                Command.of("backfillips", "Give nodes the addresses that they lack", NodeCommands::backfill));
    }

    private static int register(Invocation invocation) {
        String key = invocation.has("--key") ? invocation.option("--key") : invocation.word(0);
        if (key.isEmpty()) {
            throw Failure.usage("KEY is missing: the login page shows it");
        }
        return AuthCommands.register(invocation, key);
    }

    private static int expire(Invocation invocation) {
        String path = Paths.of("node", chosen(invocation), "expire");
        Map<String, Object> body = new LinkedHashMap<>();
        if (invocation.option("--disable").equals("true")) {
            body.put("disableExpiry", true);
        }
        invocation.find("--expiry").ifPresent(text -> body.put("expiry", time(text)));
        if (body.size() > 1) {
            throw Failure.usage("--expiry and --disable exclude each other");
        }
        var node = invocation.session().post(path, body).get("node");
        invocation.output().show(node, body.isEmpty() ? "Node expired" : "Node expiry set");
        return 0;
    }

    private static String time(String text) {
        try {
            return Instant.parse(text).toString();
        } catch (DateTimeParseException e) {
            throw Failure.usage("--expiry: expected a time such as 2030-01-31T12:00:00Z, found " + e.getParsedString());
        }
    }

    /// One word is the new name, of the node that `-i` names; two are the node and its new name.
    private static int rename(Invocation invocation) {
        boolean namesNode = invocation.words().size() > 1;
        String id = namesNode ? idOf(invocation, invocation.word(0)) : invocation.option("--identifier");
        if (id.isEmpty()) {
            throw Failure.usage("no node is named: give --identifier ID");
        }
        var path = Paths.of("node", id, "rename", invocation.words().getLast());
        var node = invocation.session().post(path, Map.of()).get("node");
        invocation.output().show(node, "Node renamed");
        return 0;
    }

    private static int delete(Invocation invocation) {
        String id = chosen(invocation);
        if (!invocation.session().confirms("Remove the node with id " + id + "?")) {
            throw Failure.of("not removed");
        }
        invocation.session().request("DELETE", Paths.of("node", id), Map.of());
        invocation.output().done("Node deleted");
        return 0;
    }

    private static int move(Invocation invocation) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (invocation.has("--to")) {
            body.put("tailnet", invocation.option("--to"));
            invocation.find("--user").ifPresent(user -> body.put("user", user));
        } else if (invocation.has("--user")) {
            body.put("user", UserCommands.idOf(invocation, invocation.option("--user")));
        } else {
            throw Failure.usage("nobody is named to move it to: give --user USER, or --to NAMESPACE");
        }
        String path = Paths.of("node", chosen(invocation), body.containsKey("tailnet") ? "tailnet" : "user");
        var node = invocation.session().post(path, body).get("node");
        invocation.output().show(node, "Node moved");
        return 0;
    }

    private static int tag(Invocation invocation) {
        var path = Paths.of("node", chosen(invocation), "tags");
        var node = invocation
                .session()
                .post(path, Map.of("tags", invocation.all("--tags")))
                .get("node");
        invocation.output().show(node, "Node updated");
        return 0;
    }

    private static int backfill(Invocation invocation) {
        if (!invocation.session().confirms("Add and remove addresses of nodes as the prefixes say?")) {
            throw Failure.of("nothing changed");
        }
        String path = Paths.withQuery(Paths.of("node", "backfillips"), "confirmed", "true");
        var changes = Json.list(invocation.session().post(path, Map.of()).get("changes"));
        invocation.output().show(changes, changes.isEmpty() ? "Nothing to change" : Shown.words(changes));
        return 0;
    }

    /// The id of the node that `-i` or the first word names.
    static String chosen(Invocation invocation) {
        if (invocation.has("--identifier")) {
            return invocation.option("--identifier");
        }
        if (invocation.word(0).isEmpty()) {
            throw Failure.usage("no node is named: give --identifier ID");
        }
        return idOf(invocation, invocation.word(0));
    }

    /// The id of a node that is named by id or name.
    static String idOf(Invocation invocation, String nameOrId) {
        if (nameOrId.matches("\\d+")) {
            return nameOrId;
        }
        for (Object each : Json.list(invocation.session().get(Paths.of("node")).get("nodes"))) {
            var node = Json.object(each);
            if (nameOrId.equals(Json.text(node.get("givenName")))) {
                return Json.text(node.get("id"));
            }
        }
        throw Failure.of("no node " + nameOrId);
    }
}
