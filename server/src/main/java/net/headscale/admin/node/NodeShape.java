package net.headscale.admin.node;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import net.headscale.admin.call.Shapes;
import net.headscale.netmap.View;
import net.headscale.route.Served;
import net.headscale.tailnet.Guest;
import net.headscale.tailnet.Lifetime;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.Tailnet;
import net.headscale.wire.key.DiscoKey;
import net.headscale.wire.net.Prefix;
import tools.jackson.databind.node.ObjectNode;

/// A node as the API writes it.
final class NodeShape {
    // what tagged nodes show in the place of a user; the id is the one that clients are told
    private static final String TAGGED_ID = "2147455555";
    private static final String TAGGED_NAME = "tagged-devices";

    private NodeShape() {}

    static ObjectNode of(View view, Node node) {
        Tailnet tailnet = view.tailnet();
        ObjectNode json = Shapes.object();
        json.put("id", node.id().toString());
        json.put("machineKey", node.keys().machine().toString());
        json.put("nodeKey", node.keys().node().toString());
        json.put("discoKey", node.keys().disco().toString());
        json.set("ipAddresses", Shapes.texts(node.addresses()));
        json.put("name", node.name().hostname());
        json.set(
                "user",
                node.owner().isTagged()
                        ? taggedDevices(node)
                        : Shapes.user(tailnet, node.owner().user()));
        Shapes.setTime(json, "lastSeen", lastSeen(node));
        Shapes.setTime(json, "expiry", node.lifetime().keyExpiry());
        setPreauthKey(json, tailnet, node);
        json.put("createdAt", node.lifetime().createdAt().toString());
        json.put("registerMethod", registerMethod(node.lifetime().joinedBy()));
        json.put("givenName", node.name().label());
        json.put("online", node.presence().isOnline());
        json.set("approvedRoutes", Shapes.texts(node.approvedRoutes()));
        json.set("availableRoutes", Shapes.texts(new TreeSet<>(node.advertisedRoutes())));
        json.set("subnetRoutes", Shapes.texts(serving(view, node)));
        json.set(
                "tags",
                Shapes.texts(node.owner().tags().stream().map(tag -> tag.text()).toList()));
        if (!node.shares().isEmpty()) {
            json.set("sharedWith", Shapes.texts(node.shares()));
        }
        return json;
    }

    /// A node that is not there yet, as `debug/node` shows it.
    static ObjectNode waiting(Logins.Planted keys, String hostname, ObjectNode user, Instant now) {
        ObjectNode json = Shapes.object()
                .put("id", "0")
                .put("machineKey", keys.machine().toString())
                .put("nodeKey", keys.node().toString())
                .put("discoKey", DiscoKey.ZERO.toString());
        json.set("ipAddresses", Shapes.list());
        json.put("name", hostname).set("user", user);
        json.putNull("lastSeen").putNull("expiry").putNull("preAuthKey");
        json.put("createdAt", now.toString())
                .put("registerMethod", "REGISTER_METHOD_UNSPECIFIED")
                .put("givenName", hostname)
                .put("online", false);
        for (String each : List.of("approvedRoutes", "availableRoutes", "subnetRoutes", "tags")) {
            json.set(each, Shapes.list());
        }
        return json;
    }

    /// A node that another tailnet shares with this one: under `sharedFrom` what that tailnet is called.
    static ObjectNode of(View view, Guest guest) {
        ObjectNode json = of(view, guest.node());
        json.set("user", Shapes.user(guest.owner()));
        json.put("sharedFrom", guest.home().name());
        return json;
    }

    /// The prefixes that peers send to this node: those it is primary of, and its exit routes.
    static SortedSet<Prefix> serving(View view, Node node) {
        SortedSet<Prefix> routes = new TreeSet<>(view.derived().routes().primaryRoutesOf(node));
        routes.addAll(Served.by(node).exits());
        return routes;
    }

    private static Instant lastSeen(Node node) {
        return switch (node.presence()) {
            case Presence.Offline(Instant at) -> at;
            case Presence.Arriving _, Presence.Online _, Presence.Silent _, Presence.NeverSeen _ -> Instant.EPOCH;
        };
    }

    private static void setPreauthKey(ObjectNode json, Tailnet tailnet, Node node) {
        json.putNull("preAuthKey");
        if (node.lifetime().joinedBy() instanceof Lifetime.JoinedBy.AuthKey(var id)) {
            tailnet.preauthKeys().find(id).ifPresent(key -> json.set("preAuthKey", Shapes.preauthKey(tailnet, key)));
        }
    }

    private static String registerMethod(Lifetime.JoinedBy joinedBy) {
        return switch (joinedBy) {
            case Lifetime.JoinedBy.AuthKey _ -> "REGISTER_METHOD_AUTH_KEY";
            case Lifetime.JoinedBy.CommandLine _ -> "REGISTER_METHOD_CLI";
            case Lifetime.JoinedBy.Oidc _ -> "REGISTER_METHOD_OIDC";
        };
    }

    private static ObjectNode taggedDevices(Node node) {
        return Shapes.object()
                .put("id", TAGGED_ID)
                .put("name", TAGGED_NAME)
                .put("createdAt", node.lifetime().createdAt().toString())
                .put("displayName", "Tagged Devices")
                .put("email", "")
                .put("providerId", "")
                .put("provider", "")
                .put("profilePicUrl", "");
    }
}
