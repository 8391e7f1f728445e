package net.headscale.admin.call;

import java.time.Instant;
import java.util.Collection;
import net.headscale.credential.KeyText;
import net.headscale.journal.ApiKey;
import net.headscale.journal.OAuthClient;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.PreauthKey;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Users, keys and tailnets as the API writes them: ids are decimal strings, times RFC 3339, lists never null.
public final class Shapes {
    public static final JsonMapper JSON = JsonMapper.builder().build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String NO_TIME = "0001-01-01T00:00:00Z"; // Go's zero time, where a field may not be null

    private Shapes() {}

    /// An empty object.
    public static ObjectNode object() {
        return NODES.objectNode();
    }

    /// An empty list.
    public static ArrayNode list() {
        return NODES.arrayNode();
    }

    /// An object with one field, as most answers are.
    public static ObjectNode of(String name, JsonNode value) {
        return object().set(name, value);
    }

    /// A list of texts, in the order of `values`.
    public static ArrayNode texts(Collection<?> values) {
        ArrayNode list = list();
        values.forEach(value -> list.add(value.toString()));
        return list;
    }

    /// A user.
    public static ObjectNode user(User user) {
        return object().put("id", user.id().toString())
                .put("name", user.name())
                .put("createdAt", user.createdAt().toString())
                .put("displayName", user.profile().displayName())
                .put("email", user.profile().email())
                .put("providerId", user.identity().subject())
                .put("provider", user.identity().provider())
                .put("profilePicUrl", user.profile().pictureUrl());
    }

    /// A user by id; null when it is gone.
    public static JsonNode user(Tailnet tailnet, UserId id) {
        return tailnet.users().find(id).map(user -> (JsonNode) user(user)).orElseGet(NODES::nullNode);
    }

    /// A key as lists show it.
    public static ObjectNode preauthKey(Tailnet tailnet, PreauthKey key) {
        Ownership owner = key.owner();
        ObjectNode json = object();
        json.set("user", owner.isTagged() ? NODES.nullNode() : user(tailnet, owner.user()));
        json.put("id", key.id().toString());
        json.put("key", KeyText.Kind.AUTH.masked(key.secret().prefix()));
        json.put("reusable", key.terms().isReusable());
        json.put("ephemeral", key.terms().isEphemeral());
        json.put("used", key.isUsed());
        json.put("expiration", time(key.terms().expiresAt()));
        json.put("createdAt", key.createdAt().toString());
        json.set("aclTags", texts(owner.tags().stream().map(tag -> tag.text()).toList()));
        return json;
    }

    /// An API key, without its secret.
    public static ObjectNode apiKey(ApiKey key) {
        ObjectNode json = object();
        json.put("id", Long.toString(key.id()));
        json.put("prefix", KeyText.Kind.API.masked(key.secret().prefix()));
        setTime(json, "expiration", key.expiresAt());
        setTime(json, "createdAt", key.createdAt());
        setTime(json, "lastSeen", key.lastUsedAt());
        return json;
    }

    /// An OAuth client, without its secret, in the shape that headscale's command line shows.
    public static ObjectNode oauthClient(OAuthClient client) {
        ObjectNode json = object();
        json.put("id", client.id());
        json.put("keyType", "client");
        json.put("description", client.description());
        json.put("created", client.createdAt().toString());
        json.set("scopes", texts(client.grant().scopes()));
        json.set("tags", texts(client.grant().tags()));
        return json;
    }

    /// A tailnet.
    public static ObjectNode tailnet(Tailnet tailnet) {
        ObjectNode json = object();
        json.put("id", tailnet.id().toString());
        json.put("name", tailnet.name());
        json.put("nodeCount", tailnet.nodes().size());
        json.put("userCount", tailnet.users().size());
        json.put("createdAt", Owners.of(tailnet).createdAt().toString());
        return json;
    }

    /// A time, or null where there is none: never, or not yet.
    public static void setTime(ObjectNode json, String name, Instant time) {
        if (isTime(time)) {
            json.put(name, time.toString());
        } else {
            json.putNull(name);
        }
    }

    private static String time(Instant time) {
        return isTime(time) ? time.toString() : NO_TIME;
    }

    private static boolean isTime(Instant time) {
        return time.isAfter(Instant.EPOCH) && !time.equals(Instant.MAX);
    }
}
