package net.headscale.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import net.headscale.admin.call.Body;
import net.headscale.admin.call.Call;
import net.headscale.admin.call.Offer;
import net.headscale.admin.call.Owners;
import net.headscale.admin.call.Schemas;
import net.headscale.admin.call.Shapes;
import net.headscale.admin.call.Tags;
import net.headscale.admin.call.Unanswerable;
import net.headscale.admin.openapi.Schema;
import net.headscale.admin.openapi.Schema.Field;
import net.headscale.coordinator.Allocator;
import net.headscale.coordinator.Decision;
import net.headscale.coordinator.Limits;
import net.headscale.coordinator.Refusal;
import net.headscale.coordinator.RefusedException;
import net.headscale.credential.KeyText;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.PreauthKey;
import net.headscale.tailnet.PreauthKeyId;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/api/v1/preauthkey`.
final class PreauthKeyEndpoints {
    private static final Duration DEFAULT_LIFE = Duration.ofHours(1); // a key without an end must not be born ended

    private final Allocator allocator;
    private final RandomGenerator random;
    private final Limits limits;

    PreauthKeyEndpoints(Allocator allocator, RandomGenerator random, Limits limits) {
        this.limits = limits;
        this.allocator = allocator;
        this.random = random;
    }

    List<Offer> offers() {
        return List.of(
                new Offer(
                        Offer.operation("GET", "preauthkey", "listPreAuthKeys", "Lists keys, without their secrets")
                                .query("user", Schema.TEXT, "those of the user with this id or name")
                                .answering("preAuthKeys", Schema.listOf(Schemas.PREAUTH_KEY)),
                        PreauthKeyEndpoints::list),
                new Offer(
                        Offer.operation("POST", "preauthkey", "createPreAuthKey", "Makes a key that lets nodes join")
                                .taking(
                                        Field.of("user", Schema.orNull(Schema.TEXT), "id or name of the owner"),
                                        Field.of("reusable", Schema.orNull(Schema.FLAG), ""),
                                        Field.of("ephemeral", Schema.orNull(Schema.FLAG), ""),
                                        Field.of("expiration", Schema.orNull(Schema.TIME), "in an hour, if not said"),
                                        Field.of("aclTags", Schema.orNull(Schemas.TEXTS), "its nodes' tags"))
                                .answering("preAuthKey", Schemas.PREAUTH_KEY),
                        this::create),
                new Offer(
                        Offer.operation("POST", "preauthkey/expire", "expirePreAuthKey", "Ends a key now")
                                .taking(
                                        Field.of("id", Schema.orNull(Schema.ID), ""),
                                        Field.of(
                                                "key",
                                                Schema.orNull(Schema.TEXT),
                                                "the key itself, in place of its id")),
                        PreauthKeyEndpoints::expire),
                new Offer(
                        Offer.operation("DELETE", "preauthkey", "deletePreAuthKey", "Removes a key")
                                .query("id", Schema.ID, "the key to remove"),
                        PreauthKeyEndpoints::delete));
    }

    /// All, or those of the user in the query; tools of many versions send one.
    static JsonNode list(Call call) {
        Tailnet tailnet = call.tailnet();
        ArrayNode keys = Shapes.list();
        Optional<User> user = call.request()
                .query("user")
                .filter(text -> !text.isEmpty())
                .map(text -> Owners.named(tailnet, Optional.of(text)));
        tailnet.preauthKeys().values().stream()
                .filter(key -> user.map(owner -> isOf(owner, key)).orElse(true))
                .forEach(key -> keys.add(Shapes.preauthKey(tailnet, key)));
        return Shapes.of("preAuthKeys", keys);
    }

    private static boolean isOf(User user, PreauthKey key) {
        return !key.owner().isTagged() && key.owner().user().equals(user.id());
    }

    /// Makes a key of a user, or of tags; its text is in this answer and nowhere else.
    JsonNode create(Call call) {
        Body body = call.body();
        Optional<String> user = body.id("user");
        var tags = Tags.parse(body.texts("aclTags"));
        Tags.checkOfToken(call, tags);
        boolean isReusable = body.flag("reusable");
        boolean isEphemeral = body.flag("ephemeral");
        Optional<Instant> expiration = body.time("expiration");
        KeyText text = KeyText.generate(KeyText.Kind.AUTH, random);
        var id = allocator.preauthKeyId();
        PreauthKey made = call.submit(scene -> {
            limits.checkRoomForPreauthKey(scene.tailnet());
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
        Body body = call.body();
        PreauthKeyId id = body.text("key")
                .filter(_ -> body.id("id").isEmpty())
                .map(text -> withText(call.tailnet(), text))
                .orElseGet(() -> id(body.id("id")));
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

    /// The key that was said in full, as tools for headscale up to 0.27 do.
    private static PreauthKeyId withText(Tailnet tailnet, String text) {
        return KeyText.parse(KeyText.Kind.AUTH, text)
                .flatMap(shown -> tailnet.preauthKeyWithPrefix(shown.prefix())
                        .filter(key -> shown.fits(key.secret().hash())))
                .map(PreauthKey::id)
                .orElseThrow(() -> new Unanswerable(404, "no such pre-auth key"));
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
