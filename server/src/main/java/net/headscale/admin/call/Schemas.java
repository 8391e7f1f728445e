package net.headscale.admin.call;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.headscale.admin.openapi.Schema;
import net.headscale.admin.openapi.Schema.Field;
import net.headscale.admin.openapi.Schema.Fields;

/// The shapes that the API's document names: those that `Shapes` and `NodeShape` write.
public final class Schemas {
    public static final Schema USER = new Schema.Named("User");
    public static final Schema NODE = new Schema.Named("Node");
    public static final Schema PREAUTH_KEY = new Schema.Named("PreAuthKey");
    public static final Schema API_KEY = new Schema.Named("ApiKey");
    public static final Schema OAUTH_CLIENT = new Schema.Named("OAuthClient");
    public static final Schema TAILNET = new Schema.Named("Tailnet");
    public static final Schema TEXTS = Schema.listOf(Schema.TEXT);

    private Schemas() {}

    /// By name, in the order of the document.
    public static Map<String, Schema> named() {
        Map<String, Schema> named = new LinkedHashMap<>();
        named.put("User", user());
        named.put("Node", node());
        named.put("PreAuthKey", preauthKey());
        named.put("ApiKey", apiKey());
        named.put("OAuthClient", oauthClient());
        named.put("Tailnet", tailnet());
        named.put("Problem", problem());
        return named;
    }

    private static Fields user() {
        return Schema.object(
                there("id", Schema.ID, ""),
                there("name", Schema.TEXT, "the login name"),
                there("createdAt", Schema.TIME, ""),
                there("displayName", Schema.TEXT, ""),
                there("email", Schema.TEXT, ""),
                there("providerId", Schema.TEXT, "what the login provider knows the user as; empty for local users"),
                there("provider", Schema.TEXT, "the kind of login provider; empty for local users"),
                there("profilePicUrl", Schema.TEXT, ""));
    }

    private static Fields node() {
        return Schema.object(
                there("id", Schema.ID, ""),
                there("machineKey", Schema.TEXT, "`mkey:` and hex"),
                there("nodeKey", Schema.TEXT, "`nodekey:` and hex"),
                there("discoKey", Schema.TEXT, "`discokey:` and hex"),
                there("ipAddresses", TEXTS, ""),
                there("name", Schema.TEXT, "the machine's own name"),
                there("user", Schema.orNull(USER), "the owner; tagged nodes show the user `tagged-devices`"),
                there("lastSeen", Schema.orNull(Schema.TIME), "null while connected, and before the first connection"),
                there("expiry", Schema.orNull(Schema.TIME), "when the node must log in again; null: never"),
                there("preAuthKey", Schema.orNull(PREAUTH_KEY), "the key that it joined with"),
                there("createdAt", Schema.TIME, ""),
                there("registerMethod", registerMethod(), ""),
                there("givenName", Schema.TEXT, "the name in the tailnet, a DNS label"),
                there("online", Schema.FLAG, ""),
                there("approvedRoutes", TEXTS, "prefixes that it may serve"),
                there("availableRoutes", TEXTS, "prefixes that it offers to serve"),
                there("subnetRoutes", TEXTS, "prefixes that peers send to it"),
                there("tags", TEXTS, ""),
                Field.of("sharedWith", TEXTS, "the ids of the tailnets that it is shared with, if there are any"),
                Field.of("sharedFrom", Schema.TEXT, "the tailnet that shares this node with this one, if one does"));
    }

    private static Schema registerMethod() {
        return new Schema.Choice(List.of(
                "REGISTER_METHOD_UNSPECIFIED",
                "REGISTER_METHOD_AUTH_KEY",
                "REGISTER_METHOD_CLI",
                "REGISTER_METHOD_OIDC"));
    }

    private static Fields preauthKey() {
        return Schema.object(
                there("user", Schema.orNull(USER), "null for the keys of tags"),
                there("id", Schema.ID, ""),
                there("key", Schema.TEXT, "the whole key when it is made, later masked"),
                there("reusable", Schema.FLAG, ""),
                there("ephemeral", Schema.FLAG, ""),
                there("used", Schema.FLAG, ""),
                there("expiration", Schema.TIME, ""),
                there("createdAt", Schema.TIME, ""),
                there("aclTags", TEXTS, ""));
    }

    private static Fields apiKey() {
        return Schema.object(
                there("id", Schema.ID, ""),
                there("prefix", Schema.TEXT, "the key, masked"),
                there("expiration", Schema.orNull(Schema.TIME), ""),
                there("createdAt", Schema.orNull(Schema.TIME), ""),
                there("lastSeen", Schema.orNull(Schema.TIME), "when it was last used, to the minute"));
    }

    private static Fields oauthClient() {
        return Schema.object(
                there("id", Schema.TEXT, ""),
                there("keyType", Schema.TEXT, "always `client`, as keys of the hosted service's API have it"),
                Field.of("key", Schema.TEXT, "its secret; only when it is made"),
                there("description", Schema.TEXT, ""),
                there("created", Schema.TIME, ""),
                there("scopes", TEXTS, "what its tokens may do"),
                there("tags", TEXTS, "which they may give"));
    }

    private static Fields tailnet() {
        return Schema.object(
                there("id", Schema.ID, ""),
                there("name", Schema.TEXT, ""),
                there("nodeCount", new Schema.Count(), ""),
                there("userCount", new Schema.Count(), ""),
                there("createdAt", Schema.TIME, ""));
    }

    private static Fields problem() {
        return Schema.object(
                there("title", Schema.TEXT, "the status in words"),
                there("status", new Schema.Count(), "the status of HTTP"),
                there("detail", Schema.TEXT, "what went wrong, for people"));
    }

    private static Field there(String name, Schema schema, String summary) {
        return Field.required(name, schema, summary);
    }
}
