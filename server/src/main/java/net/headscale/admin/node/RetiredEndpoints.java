package net.headscale.admin.node;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.CRC32;
import net.headscale.admin.call.Call;
import net.headscale.admin.call.Offer;
import net.headscale.admin.call.Owners;
import net.headscale.admin.call.Schemas;
import net.headscale.admin.call.Shapes;
import net.headscale.admin.call.Unanswerable;
import net.headscale.admin.openapi.Operation;
import net.headscale.admin.openapi.Schema;
import net.headscale.coordinator.Decision;
import net.headscale.netmap.View;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.net.Prefix;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Paths that headscale had until 0.22 (`machine`), 0.23 (`user/{name}`) or 0.25 (`routes`), and that tools still call:
/// answered in their old shape.
///
/// A route had a number of its own then. Ours is made from its node and prefix, so that it means the same at any time.
public final class RetiredEndpoints {
    private static final Schema ROUTE = Schema.object(
            Schema.Field.required("id", Schema.ID, ""),
            Schema.Field.required("node", Schemas.NODE, ""),
            Schema.Field.required("prefix", Schema.TEXT, ""),
            Schema.Field.required("advertised", Schema.FLAG, ""),
            Schema.Field.required("enabled", Schema.FLAG, ""),
            Schema.Field.required("isPrimary", Schema.FLAG, ""));

    private RetiredEndpoints() {}

    /// Paths of headscale up to 0.28.
    public static List<Offer> offers() {
        return List.of(
                new Offer(
                        retired("GET", "user/{id}", "getUser", "Shows the user with this id or name")
                                .answering("user", Schemas.USER),
                        RetiredEndpoints::user),
                new Offer(
                        retired("GET", "routes", "listRoutes", "Lists the routes of all nodes")
                                .answering("routes", Schema.listOf(ROUTE)),
                        RetiredEndpoints::routes),
                new Offer(
                        retired("GET", "node/{id}/routes", "listNodeRoutes", "Lists the routes of a node")
                                .answering("routes", Schema.listOf(ROUTE)),
                        RetiredEndpoints::routesOfNode),
                new Offer(
                        retired("POST", "routes/{id}/enable", "enableRoute", "Lets a node serve a route"),
                        call -> approve(call, true)),
                new Offer(
                        retired("POST", "routes/{id}/disable", "disableRoute", "Lets a node serve a route no longer"),
                        call -> approve(call, false)),
                new Offer(
                        retired("DELETE", "routes/{id}", "deleteRoute", "Lets a node serve a route no longer"),
                        call -> approve(call, false)));
    }

    /// The paths of nodes under their former name.
    public static List<Offer> machines() {
        return NodeEndpoints.offers().stream().map(RetiredEndpoints::asMachine).toList();
    }

    private static Offer asMachine(Offer offer) {
        Operation node = offer.operation();
        Operation machine = Operation.of(
                        node.method(),
                        node.path().replace("/node", "/machine"),
                        node.name().replace("Node", "Machine") + (node.name().contains("Node") ? "" : "OfMachine"),
                        node.summary())
                .taking(node.body().fields().toArray(Schema.Field[]::new))
                .retired();
        Operation named = node.answer().fields().stream()
                .reduce(
                        machine,
                        (each, field) -> each.answering(field.name().replace("node", "machine"), field.schema()),
                        (first, _) -> first);
        return new Offer(named, call -> renamed(offer.endpoint().answer(call)));
    }

    /// An answer with its nodes under their former name, and with the tags as they were written then.
    private static JsonNode renamed(JsonNode answer) {
        ObjectNode json = Shapes.object();
        answer.properties().forEach(field -> {
            JsonNode value = field.getValue();
            value.values().forEach(RetiredEndpoints::addFormerTags);
            addFormerTags(value);
            json.set(field.getKey().replace("node", "machine"), value);
        });
        return json;
    }

    private static void addFormerTags(JsonNode value) {
        if (value instanceof ObjectNode node && node.has("tags")) {
            node.set("forcedTags", node.path("tags").deepCopy());
            node.set("validTags", Shapes.list());
            node.set("invalidTags", Shapes.list());
        }
    }

    private static JsonNode user(Call call) {
        var found = Owners.named(
                call.tailnet(), java.util.Optional.of(call.request().parameter("id")));
        return Shapes.of("user", Shapes.user(found));
    }

    private static JsonNode routes(Call call) {
        ArrayNode routes = Shapes.list();
        View view = call.view();
        view.tailnet().nodes().values().forEach(node -> addRoutes(routes, view, node));
        return Shapes.of("routes", routes);
    }

    private static JsonNode routesOfNode(Call call) {
        ArrayNode routes = Shapes.list();
        View view = call.view();
        addRoutes(routes, view, NodeEndpoints.require(view.tailnet(), call.nodeId()));
        return Shapes.of("routes", routes);
    }

    private static void addRoutes(ArrayNode routes, View view, Node node) {
        ObjectNode shape = NodeShape.of(view, node);
        SortedSet<Prefix> serving = NodeShape.serving(view, node);
        for (Prefix prefix : prefixes(node)) {
            ObjectNode route = routes.addObject().put("id", id(node.id(), prefix));
            route.set("node", shape);
            route.put("prefix", prefix.toString())
                    .put("advertised", node.advertisedRoutes().contains(prefix))
                    .put("enabled", node.approvedRoutes().contains(prefix))
                    .put("isPrimary", serving.contains(prefix));
        }
    }

    private static SortedSet<Prefix> prefixes(Node node) {
        SortedSet<Prefix> all = new TreeSet<>(node.advertisedRoutes());
        all.addAll(node.approvedRoutes());
        return all;
    }

    /// The node's id above, a checksum of the prefix below: below 2^53, which JavaScript can hold.
    private static String id(NodeId node, Prefix prefix) {
        var sum = new CRC32();
        sum.update(prefix.toString().getBytes(StandardCharsets.US_ASCII));
        return Long.toString((node.value() << 21) | (sum.getValue() & ((1L << 21) - 1)));
    }

    private static JsonNode approve(Call call, boolean isApproved) {
        String wanted = call.request().parameter("id");
        call.submit(scene -> {
            for (Node node : scene.tailnet().nodes().values()) {
                for (Prefix prefix : prefixes(node)) {
                    if (id(node.id(), prefix).equals(wanted)) {
                        return Decision.of(new Change.RoutesApproved(node.id(), with(node, prefix, isApproved)), true);
                    }
                }
            }
            throw new Unanswerable(404, "no route " + wanted);
        });
        return Shapes.object();
    }

    /// The approved routes, with or without one; the default routes go together.
    private static SortedSet<Prefix> with(Node node, Prefix prefix, boolean isApproved) {
        List<Prefix> meant = prefix.isDefaultRoute() ? List.of(Prefix.ALL_IPV4, Prefix.ALL_IPV6) : List.of(prefix);
        TreeSet<Prefix> routes = new TreeSet<>(node.approvedRoutes());
        if (isApproved) {
            routes.addAll(meant);
        } else {
            meant.forEach(routes::remove);
        }
        return routes;
    }

    private static Operation retired(String method, String path, String name, String summary) {
        return Offer.operation(method, path, name, summary).retired();
    }
}
