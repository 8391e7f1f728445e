package net.headscale.admin.call;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.headscale.http.Request;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The fields of a request's body. Fields that are not asked for are passed over: tools of many versions send them.
///
/// Without a body its fields may stand in the query, as the gateway of headscale up to 0.29 had it and tools still do.
public final class Body {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JsonNode fields;
    private final boolean isQuery;

    private Body(JsonNode fields, boolean isQuery) {
        this.fields = fields;
        this.isQuery = isQuery;
    }

    /// @throws Unanswerable if it is not a JSON object; nothing at all is an empty one
    static Body of(Request request) {
        String text = new String(request.body(), StandardCharsets.UTF_8);
        if (text.isBlank()) {
            return new Body(query(request), true);
        }
        if (!isJson(request.header("content-type").orElse("application/json"))) {
            throw new Unanswerable(415, "expected a body of application/json");
        }
        try {
            JsonNode node = JSON.readTree(text);
            if (!node.isObject() && !node.isNull()) {
                throw new Unanswerable(422, "expected a JSON object");
            }
            return new Body(node, false);
        } catch (JacksonException e) {
            throw new Unanswerable(400, "the body is not JSON: " + e.getOriginalMessage());
        }
    }

    /// Text counts as JSON: browsers call it so for programs that do not say what they send, as headscale-admin does.
    private static boolean isJson(String contentType) {
        return contentType.contains("json") || contentType.startsWith("text/plain");
    }

    /// A parameter that is given once is a word, one that is repeated a list.
    private static JsonNode query(Request request) {
        ObjectNode fields = JSON.createObjectNode();
        request.query().forEach((name, values) -> {
            if (values.size() == 1) {
                fields.put(name, values.getFirst());
            } else {
                values.forEach(fields.withArrayProperty(name)::add);
            }
        });
        return fields;
    }

    /// A word; absent, null and empty are all nothing.
    ///
    /// @throws Unanswerable if it is something else
    public Optional<String> text(String name) {
        JsonNode field = fields.path(name);
        if (field.isMissingNode() || field.isNull()) {
            return Optional.empty();
        }
        if (!field.isString()) {
            throw new Unanswerable(422, name + ": expected a string");
        }
        return Optional.of(field.asString()).filter(text -> !text.isEmpty());
    }

    /// A word that may be a number too, as some tools write ids.
    public Optional<String> id(String name) {
        JsonNode field = fields.path(name);
        return field.isIntegralNumber() ? Optional.of(field.asString()) : text(name);
    }

    /// @throws Unanswerable if it is there and neither true nor false
    public boolean flag(String name) {
        JsonNode field = fields.path(name);
        if (field.isMissingNode() || field.isNull()) {
            return false;
        }
        if (isQuery && field.isString()) {
            return field.asString().equalsIgnoreCase("true");
        }
        if (!field.isBoolean()) {
            throw new Unanswerable(422, name + ": expected true or false");
        }
        return field.asBoolean();
    }

    /// A time (RFC 3339).
    ///
    /// @throws Unanswerable if it is there and not a time
    public Optional<Instant> time(String name) {
        return text(name).map(text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                throw new Unanswerable(422, name + ": expected a time such as 2030-01-31T12:00:00Z");
            }
        });
    }

    /// Words; absent and null are none.
    ///
    /// @throws Unanswerable if it is something else
    public List<String> texts(String name) {
        JsonNode field = fields.path(name);
        if (field.isMissingNode() || field.isNull()) {
            return List.of();
        }
        if (isQuery && field.isString()) {
            return List.of(field.asString());
        }
        var texts = new ArrayList<String>();
        for (JsonNode each : field) {
            if (!each.isString()) {
                throw new Unanswerable(422, name + ": expected a list of strings");
            }
            texts.add(each.asString());
        }
        if (!field.isArray()) {
            throw new Unanswerable(422, name + ": expected a list of strings");
        }
        return texts;
    }
}
