package net.headscale.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import net.headscale.admin.call.Body;
import net.headscale.admin.call.Call;
import net.headscale.admin.call.Offer;
import net.headscale.admin.call.Schemas;
import net.headscale.admin.call.Shapes;
import net.headscale.admin.call.Unanswerable;
import net.headscale.admin.openapi.Schema;
import net.headscale.admin.openapi.Schema.Field;
import net.headscale.coordinator.Allocator;
import net.headscale.credential.KeyText;
import net.headscale.journal.ApiKey;
import net.headscale.journal.ApiKeys;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.StringNode;

/// `/api/v1/apikey`. Who has the key of one tailnet sees, makes and ends keys of that tailnet only.
final class ApiKeyEndpoints {
    private static final Duration DEFAULT_LIFE = Duration.ofDays(90);

    private final ApiKeys keys;
    private final Allocator allocator;
    private final RandomGenerator random;
    private final InstantSource clock;

    ApiKeyEndpoints(ApiKeys keys, Allocator allocator, RandomGenerator random, InstantSource clock) {
        this.keys = keys;
        this.allocator = allocator;
        this.random = random;
        this.clock = clock;
    }

    List<Offer> offers() {
        return List.of(
                new Offer(
                        Offer.operation("GET", "apikey", "listApiKeys", "Lists API keys, without their secrets")
                                .answering("apiKeys", Schema.listOf(Schemas.API_KEY)),
                        this::list),
                new Offer(
                        Offer.operation(
                                        "POST",
                                        "apikey",
                                        "createApiKey",
                                        "Makes an API key; this answer alone shows it")
                                .taking(Field.of("expiration", Schema.orNull(Schema.TIME), "in 90 days, if not said"))
                                .answering("apiKey", Schema.TEXT),
                        this::create),
                new Offer(
                        Offer.operation("POST", "apikey/expire", "expireApiKey", "Ends an API key now")
                                .taking(
                                        Field.of("id", Schema.orNull(Schema.ID), "either this"),
                                        Field.of("prefix", Schema.orNull(Schema.TEXT), "or this")),
                        this::expire),
                new Offer(
                        Offer.operation("DELETE", "apikey/{prefix}", "deleteApiKey", "Removes an API key")
                                .query("id", Schema.ID, "the key to remove, where the path has a dash for its prefix"),
                        this::delete));
    }

    JsonNode list(Call call) {
        ArrayNode list = Shapes.list();
        visible(call).forEach(key -> list.add(Shapes.apiKey(key)));
        return Shapes.of("apiKeys", list);
    }

    /// Makes a key; its text is in this answer and nowhere else.
    JsonNode create(Call call) {
        Instant now = clock.instant();
        Instant expiry = call.body().time("expiration").orElse(now.plus(DEFAULT_LIFE));
        KeyText text = KeyText.generate(KeyText.Kind.API, random);
        var secret = new ApiKey.Secret(text.prefix(), text.hash());
        keys.add(new ApiKey(allocator.apiKeyId(), secret, call.access().given(call), now, expiry, Instant.EPOCH));
        return Shapes.of("apiKey", StringNode.valueOf(text.reveal()));
    }

    JsonNode expire(Call call) {
        Body body = call.body();
        ApiKey key = chosen(call, body.id("id"), body.text("prefix"));
        Instant now = clock.instant();
        if (!key.isExpired(now)) {
            keys.expire(key.id(), now);
        }
        return Shapes.object();
    }

    /// The path names a prefix; a dash there, and an id in the query, name a key by its id.
    JsonNode delete(Call call) {
        Optional<String> id = call.request().query("id").filter(text -> !text.isEmpty());
        Optional<String> prefix =
                Optional.of(call.request().parameter("prefix")).filter(text -> !text.equals("-"));
        keys.remove(chosen(call, id, prefix).id());
        return Shapes.object();
    }

    private ApiKey chosen(Call call, Optional<String> id, Optional<String> prefix) {
        if (id.isPresent() == prefix.isPresent()) {
            throw new Unanswerable(400, "expected either an id or a prefix");
        }
        String bare = prefix.map(ApiKeyEndpoints::bare).orElse("");
        long number = id.map(text -> Call.number("id", text)).orElse(0L);
        return visible(call).stream()
                .filter(key -> key.id() == number || key.secret().prefix().equals(bare))
                .findFirst()
                .orElseThrow(() -> new Unanswerable(404, "no such API key"));
    }

    /// The prefix alone of a form that lists show: `hskey-api-x-***`.
    private static String bare(String prefix) {
        return prefix.replaceFirst("^hskey-api-", "").replaceFirst("-\\*+$", "");
    }

    private List<ApiKey> visible(Call call) {
        return keys.all().stream()
                .filter(key -> call.access().sees(key.scope()))
                .toList();
    }
}
