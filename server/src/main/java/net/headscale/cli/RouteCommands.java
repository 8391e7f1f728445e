package net.headscale.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.headscale.cli.api.Paths;
import net.headscale.cli.command.Command;
import net.headscale.cli.command.Invocation;
import net.headscale.cli.command.Option;
import net.headscale.cli.output.Failure;
import net.headscale.cli.output.Json;
import net.headscale.cli.output.Shown;
import net.headscale.cli.output.Table;
import org.jspecify.annotations.Nullable;

/// Commands about routes: those of today work on a node's whole set, those of the first releases on one prefix.
final class RouteCommands {
    static final Command LIST_ROUTES = Command.of(
                    "list-routes,lsr,routes", "List the routes of nodes", RouteCommands::listOfNodes)
            .taking("[NODE]")
            .with(NodeCommands.ID);

    static final Command APPROVE_ROUTES = Command.of(
                    "approve-routes", "Set the routes that a node may serve", RouteCommands::approve)
            .taking("[NODE]")
            .with(
                    NodeCommands.ID,
                    Option.of("-r,--routes", "PREFIXES", "such as 10.0.0.0/8,192.168.1.0/24; none if empty"));

    /// What an exit node serves: both, or neither.
    private static final Set<String> DEFAULT_ROUTES = Set.of("0.0.0.0/0", "::/0");

    private RouteCommands() {}

    /// The group `routes`.
    static List<Command> all() {
        return List.of(
                Command.of("list,ls,show", "List the routes of a node, or of all", RouteCommands::list)
                        .taking("[NODE]")
                        .with(NodeCommands.ID),
                Command.of("enable", "Let a node serve a route", invocation -> change(invocation, true))
                        .taking("NODE", "PREFIX"),
                Command.of("disable", "Let a node serve a route no longer", invocation -> change(invocation, false))
                        .taking("NODE", "PREFIX"));
    }

    private static int listOfNodes(Invocation invocation) {
        List<@Nullable Object> nodes = nodes(invocation).stream()
                .filter(node -> hasRoutes(Json.object(node)))
                .toList();
        var table = new Table("ID", "Hostname", "Approved", "Available", "Serving (Primary)");
        for (Object each : nodes) {
            var node = Json.object(each);
            table.add(
                    Json.text(node.get("id")),
                    Json.text(node.get("givenName")),
                    Shown.words(node.get("approvedRoutes")),
                    Shown.words(node.get("availableRoutes")),
                    Shown.words(node.get("subnetRoutes")));
        }
        invocation.output().show(nodes, table);
        return 0;
    }

    private static boolean hasRoutes(Map<String, @Nullable Object> node) {
        return !Json.list(node.get("availableRoutes")).isEmpty()
                || !Json.list(node.get("approvedRoutes")).isEmpty();
    }

    private static int approve(Invocation invocation) {
        var node = setRoutes(invocation, NodeCommands.chosen(invocation), invocation.all("--routes"));
        invocation.output().show(node, "Node updated");
        return 0;
    }

    private static @Nullable Object setRoutes(Invocation invocation, String id, List<String> routes) {
        var path = Paths.of("node", id, "approve_routes");
        var answer = invocation.session().post(path, Map.of("routes", routes));
        for (Object warning : Json.list(answer.get("warnings"))) {
            invocation.session().terminal().err().println("Warning: " + Json.text(warning));
        }
        return answer.get("node");
    }

    private static int change(Invocation invocation, boolean isEnabled) {
        String id = NodeCommands.idOf(invocation, invocation.word(0));
        var node = Json.object(invocation.session().get(Paths.of("node", id)).get("node"));
        Set<String> routes = new LinkedHashSet<>(words(node.get("approvedRoutes")));
        String route = invocation.word(1);
        if (isEnabled) {
            routes.add(route);
        } else if (!routes.removeAll(DEFAULT_ROUTES.contains(route) ? DEFAULT_ROUTES : Set.of(route))) {
            throw Failure.of("the route " + route + " is not enabled");
        }
        var changed = Json.object(setRoutes(invocation, id, List.copyOf(routes)));
        invocation.output().show(rows(changed), isEnabled ? "Route enabled" : "Route disabled");
        return 0;
    }

    private static int list(Invocation invocation) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        nodes(invocation).forEach(node -> rows.addAll(rows(Json.object(node))));
        var table = new Table("Node", "Route", "Advertised", "Enabled", "Primary");
        for (Map<String, @Nullable Object> row : rows) {
            table.add(
                    Json.text(row.get("node")),
                    Json.text(row.get("prefix")),
                    Json.text(row.get("advertised")),
                    Json.text(row.get("enabled")),
                    Json.text(row.get("isPrimary")));
        }
        invocation.output().show(rows, table);
        return 0;
    }

    /// The node that was named, or all.
    private static List<@Nullable Object> nodes(Invocation invocation) {
        List<@Nullable Object> all =
                Json.list(invocation.session().get(Paths.of("node")).get("nodes"));
        if (invocation.word(0).isEmpty() && !invocation.has("--identifier")) {
            return all;
        }
        String named = invocation.has("--identifier") ? invocation.option("--identifier") : invocation.word(0);
        List<@Nullable Object> found = all.stream()
                .filter(node -> named.equals(Json.text(Json.object(node).get("id")))
                        || named.equals(Json.text(Json.object(node).get("givenName"))))
                .toList();
        if (found.isEmpty()) {
            throw Failure.of("no node " + named);
        }
        return found;
    }

    /// A row for each prefix of a node.
    private static List<Map<String, @Nullable Object>> rows(Map<String, @Nullable Object> node) {
        List<String> available = words(node.get("availableRoutes"));
        List<String> approved = words(node.get("approvedRoutes"));
        Set<String> all = new LinkedHashSet<>(available);
        all.addAll(approved);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (String prefix : all) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("nodeId", node.get("id"));
            row.put("node", node.get("givenName"));
            row.put("prefix", prefix);
            row.put("advertised", available.contains(prefix));
            row.put("enabled", approved.contains(prefix));
            row.put("isPrimary", words(node.get("subnetRoutes")).contains(prefix));
            rows.add(row);
        }
        return rows;
    }

    private static List<String> words(@Nullable Object value) {
        return Json.list(value).stream().map(Json::text).toList();
    }
}
