package net.headscale.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import net.headscale.coordinator.Allocator;
import net.headscale.coordinator.Decision;
import net.headscale.coordinator.Refusal;
import net.headscale.coordinator.RefusedException;
import net.headscale.credential.KeyText;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.PreauthKey;
import net.headscale.tailnet.PreauthKeyId;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.UserId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/api/v1/preauthkey`.
final class PreauthKeyEndpoints {
    private static final Duration DEFAULT_LIFE = Duration.ofHours(1); // a key without an end must not be born ended

    private final Allocator allocator;
    private final RandomGenerator random;

    PreauthKeyEndpoints(Allocator allocator, RandomGenerator random) {
        this.allocator = allocator;
        this.random = random;
    }

    static JsonNode list(Call call) {
        Tailnet tailnet = call.tailnet();
        ArrayNode keys = Shapes.list();
        tailnet.preauthKeys().values().forEach(key -> keys.add(Shapes.preauthKey(tailnet, key)));
        return Shapes.of("preAuthKeys", keys);
    }

    /// Makes a key of a user, or of tags; its text is in this answer and nowhere else.
    JsonNode create(Call call) {
        Body body = call.body();
        Optional<String> user = body.id("user");
        var tags = Tags.parse(body.texts("aclTags"));
        boolean isReusable = body.flag("reusable");
        boolean isEphemeral = body.flag("ephemeral");
        Optional<Instant> expiration = body.time("expiration");
        KeyText text = KeyText.generate(KeyText.Kind.AUTH, random);
        var id = allocator.preauthKeyId();
        PreauthKey made = call.submit(scene -> {
            UserId owner = Owners.named(scene.tailnet(), user).id();
            var terms = new PreauthKey.Terms(
                    isReusable, isEphemeral, expiration.orElse(scene.now().plus(DEFAULT_LIFE)));
            var key = new PreauthKey(
                    id,
                    new PreauthKey.Secret(text.prefix(), text.hash()),
                    tags.isEmpty() ? Ownership.of(owner) : Ownership.tagged(owner, tags),
                    terms,
                    scene.now(),
                    false);
            return Decision.of(new Change.PreauthKeySet(key), key);
        });
        ObjectNode json = Shapes.preauthKey(call.tailnet(), made);
        json.put("key", text.reveal());
        return Shapes.of("preAuthKey", json);
    }

    static JsonNode expire(Call call) {
        PreauthKeyId id = id(call.body().id("id"));
        call.submit(scene -> {
            PreauthKey key = require(scene.tailnet(), id);
            return key.isExpired(scene.now())
                    ? Decision.unchanged(true)
                    : Decision.of(new Change.PreauthKeySet(key.withExpiry(scene.now())), true);
        });
        return Shapes.object();
    }

    static JsonNode delete(Call call) {
        PreauthKeyId id = id(call.request().query("id"));
        call.submit(scene -> {
            require(scene.tailnet(), id);
            return Decision.of(new Change.PreauthKeyRemoved(id), true);
        });
        return Shapes.object();
    }

    private static PreauthKeyId id(Optional<String> text) {
        return new PreauthKeyId(Call.number("id", text.orElseThrow(() -> new Unanswerable(400, "id: is missing"))));
    }

    private static PreauthKey require(Tailnet tailnet, PreauthKeyId id) {
        return tailnet.preauthKeys()
                .find(id)
                .orElseThrow(() -> new RefusedException(new Refusal.PreauthKeyUnknown(id)));
    }
}
