package net.headscale.admin.node;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import net.headscale.admin.call.Body;
import net.headscale.admin.call.Call;
import net.headscale.admin.call.Offer;
import net.headscale.admin.call.Owners;
import net.headscale.admin.call.Schemas;
import net.headscale.admin.call.Shapes;
import net.headscale.admin.call.Tags;
import net.headscale.admin.call.Unanswerable;
import net.headscale.admin.openapi.Operation;
import net.headscale.admin.openapi.Schema;
import net.headscale.admin.openapi.Schema.Field;
import net.headscale.coordinator.Command;
import net.headscale.coordinator.Decision;
import net.headscale.coordinator.Refusal;
import net.headscale.coordinator.RefusedException;
import net.headscale.route.Served;
import net.headscale.route.Shadows;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.DnsLabel;
import net.headscale.tailnet.Guest;
import net.headscale.tailnet.Lifetime;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.NodeName;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.User;
import net.headscale.wire.net.MalformedAddress;
import net.headscale.wire.net.Prefix;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/api/v1/node`.
public final class NodeEndpoints {
    private NodeEndpoints() {}

    /// All of them.
    public static List<Offer> offers() {
        return List.of(
                new Offer(
                        Offer.operation("GET", "node", "listNodes", "Lists nodes")
                                .query("user", Schema.TEXT, "those of the user with this name or id")
                                .answering("nodes", Schema.listOf(Schemas.NODE)),
                        NodeEndpoints::list),
                new Offer(node("GET", "node/{id}", "getNode", "Shows a node"), NodeEndpoints::get),
                new Offer(
                        Offer.operation("DELETE", "node/{id}", "deleteNode", "Removes a node"), NodeEndpoints::delete),
                new Offer(
                        node("POST", "node/{id}/expire", "expireNode", "Sets when a node must log in again")
                                .taking(
                                        Field.of("expiry", Schema.orNull(Schema.TIME), "now, if not said"),
                                        Field.of("disableExpiry", Schema.orNull(Schema.FLAG), "never")),
                        NodeEndpoints::expire),
                new Offer(
                        node("POST", "node/{id}/rename/{newName}", "renameNode", "Gives a node another name"),
                        NodeEndpoints::rename),
                new Offer(
                        node("POST", "node/{id}/tags", "setTags", "Gives a node to tags, in place of those it has")
                                .taking(Field.required("tags", Schemas.TEXTS, "such as tag:web; at least one")),
                        NodeEndpoints::setTags),
                new Offer(
                        node("POST", "node/{id}/approve_routes", "setApprovedRoutes", "Sets what a node may serve")
                                .mayAnswer("warnings", Schemas.TEXTS)
                                .taking(Field.of("routes", Schema.orNull(Schemas.TEXTS), "prefixes")),
                        NodeEndpoints::approveRoutes),
                new Offer(
                        node("POST", "node/{id}/user", "moveNode", "Gives a node to another user of its tailnet")
                                .query("user", Schema.TEXT, "id or name, where there is no body")
                                .taking(Field.of("user", Schema.orNull(Schema.TEXT), "id or name")),
                        NodeEndpoints::move));
    }

    private static Operation node(String method, String path, String name, String summary) {
        return Offer.operation(method, path, name, summary).answering("node", Schemas.NODE);
    }

    static JsonNode list(Call call) {
        Optional<String> user = call.request().query("user").filter(name -> !name.isEmpty());
        ArrayNode nodes = Shapes.list();
        call.tailnet().nodes().values().stream()
                .filter(node ->
                        user.map(name -> isOf(call.tailnet(), node, name)).orElse(true))
                .forEach(node -> nodes.add(NodeShape.of(call.view(), node)));
        if (user.isEmpty()) {
            call.tailnet().guests().values().stream()
                    .filter(Guest::isShared)
                    .forEach(guest -> nodes.add(NodeShape.of(call.view(), guest)));
        }
        return Shapes.of("nodes", nodes);
    }

    private static boolean isOf(Tailnet tailnet, Node node, String user) {
        return !node.owner().isTagged()
                && tailnet.users()
                        .find(node.owner().user())
                        .filter(owner -> owner.name().equals(user)
                                || owner.id().toString().equals(user))
                        .isPresent();
    }

    static JsonNode get(Call call) {
        return answer(call, call.nodeId());
    }

    static JsonNode delete(Call call) {
        NodeId id = call.nodeId();
        call.submit(scene -> {
            require(scene.tailnet(), id);
            return Decision.of(new Change.NodeRemoved(id), true);
        });
        return Shapes.object();
    }

    /// Sets when the node key ends: at `expiry`, never with `disableExpiry`, otherwise now.
    static JsonNode expire(Call call) {
        Body body = call.body();
        Optional<Instant> chosen = body.time("expiry");
        boolean isNever = body.flag("disableExpiry");
        if (chosen.isPresent() && isNever) {
            throw new Unanswerable(400, "expiry and disableExpiry exclude each other");
        }
        return edit(call, (scene, node) -> {
            Instant expiry = isNever ? Lifetime.NEVER : chosen.orElse(scene.now());
            return List.of(new Change.KeyExpirySet(node.id(), expiry));
        });
    }

    static JsonNode rename(Call call) {
        String label = call.request().parameter("newName");
        return edit(call, (scene, node) -> {
            if (!DnsLabel.isValid(label)) {
                throw new RefusedException(new Refusal.NameUnfit(
                        label, "expected 1 to 63 lower-case letters, digits and hyphens, no hyphen at an end"));
            }
            Optional<Node> holder = scene.tailnet().nodeNamed(label);
            if (holder.isPresent() && !holder.get().id().equals(node.id())) {
                throw new RefusedException(new Refusal.Unfit(label + " is the name of another node"));
            }
            return List.of(
                    new Change.NodeRenamed(node.id(), new NodeName(node.name().hostname(), label, true)));
        });
    }

    static JsonNode setTags(Call call) {
        var tags = Tags.parse(call.body().texts("tags"));
        if (tags.isEmpty()) {
            throw new Unanswerable(400, "tags: expected at least one; a tagged node cannot go back to a user this way");
        }
        call.caller().powers().requireTags(call.view(), tags);
        return edit(call, (scene, node) -> {
            Tags.checkKnown(scene.view(), tags);
            return owned(scene, node, Ownership.tagged(node.owner().user(), tags));
        });
    }

    /// Sets the routes that the node may serve; one default route stands for both.
    static JsonNode approveRoutes(Call call) {
        SortedSet<Prefix> routes = new TreeSet<>();
        for (String text : call.body().texts("routes")) {
            routes.add(route(text));
        }
        if (routes.stream().anyMatch(Prefix::isDefaultRoute)) {
            routes.add(Prefix.ALL_IPV4);
            routes.add(Prefix.ALL_IPV6);
        }
        List<String> shadows = Shadows.of(
                require(call.tailnet(), call.nodeId()),
                routes,
                call.tailnet().nodes().values());
        ObjectNode answer = edit(call, (_, node) -> List.of(new Change.RoutesApproved(node.id(), routes)));
        if (!shadows.isEmpty()) {
            answer.set("warnings", Shapes.texts(shadows));
        }
        return answer;
    }

    private static Prefix route(String text) {
        try {
            Prefix route = Prefix.parse(text.strip()).masked();
            if (Served.mayBeServed(route)) {
                return route;
            }
            throw new Unanswerable(400, "routes: " + route + " is a prefix of nodes' own addresses");
        } catch (MalformedAddress e) {
            throw new Unanswerable(400, "routes: " + e.getMessage());
        }
    }

    /// Gives a node to another user of its tailnet; it keeps its addresses, and loses its tags.
    static JsonNode move(Call call) {
        Optional<String> user = call.body().id("user").or(() -> call.request().query("user"));
        if (user.isEmpty()) {
            throw new Unanswerable(400, "user: is missing");
        }
        return edit(call, (scene, node) -> {
            User owner = Owners.named(scene.tailnet(), user);
            return owned(scene, node, Ownership.of(owner.id()));
        });
    }

    /// The new owner, and the routes that the policy approves for it by itself.
    private static List<Change> owned(Command.Scene scene, Node node, Ownership owner) {
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.OwnerSet(node.id(), owner));
        SortedSet<Prefix> approved = scene.view().approvedFor(node.withOwner(owner));
        if (!approved.equals(node.approvedRoutes())) {
            changes.add(new Change.RoutesApproved(node.id(), approved));
        }
        return changes;
    }

    /// What follows from one edit of a node.
    private interface Edit {
        List<Change> of(Command.Scene scene, Node node);
    }

    private static ObjectNode edit(Call call, Edit edit) {
        NodeId id = call.nodeId();
        call.submit(scene -> {
            Node node = require(scene.tailnet(), id);
            return new Decision<>(edit.of(scene, node), true);
        });
        return answer(call, id);
    }

    /// The node as it is now.
    static ObjectNode answer(Call call, NodeId id) {
        var view = call.view();
        return Shapes.of("node", NodeShape.of(view, require(view.tailnet(), id)));
    }

    /// @throws RefusedException if there is none
    static Node require(Tailnet tailnet, NodeId id) {
        return tailnet.nodes().find(id).orElseThrow(() -> new RefusedException(new Refusal.NodeUnknown(id)));
    }
}
