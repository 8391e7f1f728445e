package net.headscale.admin.call;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import net.headscale.admin.openapi.Operation;

/// What an access token may allow, in the hosted service's words: a part of the API, or everything, each to change or
/// (with `:read` after it) to read.
///
/// @param part of the API
/// @param isRead whether it allows `GET` only
public record Scope(Part part, boolean isRead) {
    private static final String READ = ":read";

    /// The parts of the API.
    public enum Part {
        ALL("all", "everything"),
        AUTH_KEYS("auth_keys", "pre-auth keys, of tags"),
        OAUTH_KEYS("oauth_keys", "OAuth clients"),
        DEVICES_CORE("devices:core", "nodes"),
        DEVICES_ROUTES("devices:routes", "routes of nodes"),
        POLICY_FILE("policy_file", "the policy"),
        FEATURE_SETTINGS("feature_settings", "tailnets"),
        USERS("users", "users");

        private final String word;
        private final String summary;

        Part(String word, String summary) {
            this.word = word;
            this.summary = summary;
        }
    }

    /// Every scope, in the order of the parts, with what it allows.
    public static Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        for (Part part : Part.values()) {
            all.put(part.word, "change and read " + part.summary);
            all.put(part.word + READ, "read " + part.summary);
        }
        return all;
    }

    /// The scope that a word names; nothing if it names none.
    public static Optional<Scope> parse(String text) {
        boolean isRead = text.endsWith(READ);
        String word = isRead ? text.substring(0, text.length() - READ.length()) : text;
        return Arrays.stream(Part.values())
                .filter(part -> part.word.equals(word))
                .map(part -> new Scope(part, isRead))
                .findFirst();
    }

    /// What an operation needs; nothing: whoever may ask at all may ask this. What no line here speaks of needs
    /// everything.
    public static Optional<Scope> of(Operation operation) {
        Part part = switch (operation.subject()) {
            case "health" -> null;
            case "user" -> Part.USERS;
            case "node", "machine" -> ofNode(operation.path());
            case "routes" -> Part.DEVICES_ROUTES;
            case "preauthkey" -> Part.AUTH_KEYS;
            case "oauthclient" -> Part.OAUTH_KEYS;
            case "policy" -> Part.POLICY_FILE;
            // which tailnets there are is the server's business: to make and remove them takes everything
            case "tailnet" -> operation.isAct() ? Part.ALL : Part.FEATURE_SETTINGS;
            default -> Part.ALL;
        };
        return Optional.ofNullable(part).map(found -> new Scope(found, !operation.isAct()));
    }

    /// Who may only give tags must not give nodes to users or other tailnets either, so that takes everything; as do
    /// logins, which no line above speaks of.
    private static Part ofNode(String path) {
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "routes", "approve_routes" -> Part.DEVICES_ROUTES;
            case "register", "user", "tailnet", "share", "unshare" -> Part.ALL;
            default -> Part.DEVICES_CORE;
        };
    }

    /// Whether who has this may do what takes `wanted`.
    public boolean includes(Scope wanted) {
        return (part == Part.ALL || part == wanted.part) && (!isRead || wanted.isRead);
    }

    /// Whether one of these scopes includes `wanted`; words that name no scope include nothing.
    public static boolean isIncluded(Scope wanted, Collection<String> had) {
        return had.stream().flatMap(text -> parse(text).stream()).anyMatch(scope -> scope.includes(wanted));
    }

    @Override
    public String toString() {
        return part.word + (isRead ? READ : "");
    }
}
