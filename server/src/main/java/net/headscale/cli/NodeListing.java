package net.headscale.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.headscale.cli.api.Paths;
import net.headscale.cli.command.Command;
import net.headscale.cli.command.Invocation;
import net.headscale.cli.command.Option;
import net.headscale.cli.output.Json;
import net.headscale.cli.output.Shown;
import net.headscale.cli.output.Table;
import org.jspecify.annotations.Nullable;

/// Shows nodes: all, some or one.
final class NodeListing {
    static final Command LIST = Command.of("list,ls", "List nodes", NodeListing::list)
            .with(
                    Option.of("-u,--user", "USER", "those of this user"),
                    Option.of("-t,--tag", "TAG", "those with this tag"),
                    Option.flag("--online", "those that are connected"),
                    Option.flag("-q,--quiet", "their ids only"),
                    Option.flag("-w,--watch", "again whenever something changed, until interrupted"));

    static final Command SHOW = Command.of("show", "Show a node in full; without one, list all", NodeListing::show)
            .taking("[NODE]")
            .with(NodeCommands.ID, Option.of("-u,--user", "USER", "those of this user"));

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private NodeListing() {}

    /// Shows what there is; while watching, shows it again when it differs.
    private static int list(Invocation invocation) {
        boolean isWatching = invocation.option("--watch").equals("true");
        List<@Nullable Object> shown = wanted(invocation);
        show(invocation, shown);
        while (isWatching && invocation.session().pauses(BETWEEN_LOOKS)) {
            List<@Nullable Object> now = wanted(invocation);
            if (!now.equals(shown)) {
                shown = now;
                show(invocation, shown);
            }
        }
        return 0;
    }

    private static List<@Nullable Object> wanted(Invocation invocation) {
        String path = Paths.withQuery(Paths.of("node"), "user", invocation.option("--user"));
        return Json.list(invocation.session().get(path).get("nodes")).stream()
                .filter(node -> isWanted(Json.object(node), invocation))
                .toList();
    }

    private static void show(Invocation invocation, List<@Nullable Object> nodes) {
        if (invocation.option("--quiet").equals("true")) {
            nodes.forEach(node -> invocation
                    .session()
                    .terminal()
                    .out()
                    .println(Json.text(Json.object(node).get("id"))));
        } else {
            invocation.output().show(nodes, table(nodes, invocation.clock().instant()));
        }
        invocation.session().terminal().out().flush();
    }

    private static boolean isWanted(Map<String, @Nullable Object> node, Invocation invocation) {
        boolean isOnline = Boolean.TRUE.equals(node.get("online"));
        List<@Nullable Object> tags = Json.list(node.get("tags"));
        return (isOnline || !invocation.option("--online").equals("true"))
                && invocation.find("--tag").map(tags::contains).orElse(true);
    }

    private static Table table(List<@Nullable Object> nodes, Instant now) {
        var table = new Table(
                "ID",
                "Hostname",
                "Name",
                "MachineKey",
                "NodeKey",
                "User",
                "Tags",
                "IP addresses",
                "Ephemeral",
                "Last seen",
                "Expiration",
                "Connected",
                "Expired");
        for (Object each : nodes) {
            addRow(table, Json.object(each), now);
        }
        return table;
    }

    private static void addRow(Table table, Map<String, @Nullable Object> node, Instant now) {
        table.add(
                Json.text(node.get("id")),
                Json.text(node.get("name")),
                Json.text(node.get("givenName")),
                Shown.key(node.get("machineKey")),
                Shown.key(node.get("nodeKey")),
                Shown.word(Json.object(node.get("user")).get("name")),
                Shown.words(node.get("tags")),
                Shown.words(node.get("ipAddresses")),
                isEphemeral(node),
                Shown.time(node.get("lastSeen")),
                Shown.time(node.get("expiry")),
                Boolean.TRUE.equals(node.get("online")) ? "online" : "offline",
                Shown.isPast(node.get("expiry"), now) ? "yes" : "no");
    }

    private static String isEphemeral(Map<String, @Nullable Object> node) {
        return Boolean.TRUE.equals(Json.object(node.get("preAuthKey")).get("ephemeral")) ? "true" : "false";
    }

    private static int show(Invocation invocation) {
        if (invocation.word(0).isEmpty() && !invocation.has("--identifier")) {
            return list(invocation);
        }
        var node = Json.object(invocation
                .session()
                .get(Paths.of("node", NodeCommands.chosen(invocation)))
                .get("node"));
        invocation.output().show(node, details(node));
        return 0;
    }

    private static String details(Map<String, @Nullable Object> node) {
        var rows = List.of(
                List.of("ID", Json.text(node.get("id"))),
                List.of("Name", Json.text(node.get("givenName"))),
                List.of("Hostname", Json.text(node.get("name"))),
                List.of("User", Shown.word(Json.object(node.get("user")).get("name"))),
                List.of("Tags", Shown.words(node.get("tags"))),
                List.of("IP addresses", Shown.words(node.get("ipAddresses"))),
                List.of("Connected", Boolean.TRUE.equals(node.get("online")) ? "online" : "offline"),
                List.of("Last seen", Shown.time(node.get("lastSeen"))),
                List.of("Expiration", Shown.time(node.get("expiry"))),
                List.of("Created", Shown.time(node.get("createdAt"))),
                List.of("Ephemeral", isEphemeral(node)),
                List.of("Routes approved", Shown.words(node.get("approvedRoutes"))),
                List.of("Routes available", Shown.words(node.get("availableRoutes"))),
                List.of("Routes serving", Shown.words(node.get("subnetRoutes"))),
                List.of("Shared with tailnets", Shown.words(node.get("sharedWith"))),
                List.of("Machine key", Json.text(node.get("machineKey"))),
                List.of("Node key", Json.text(node.get("nodeKey"))),
                List.of("Disco key", Json.text(node.get("discoKey"))));
        return Table.columns(rows);
    }
}
