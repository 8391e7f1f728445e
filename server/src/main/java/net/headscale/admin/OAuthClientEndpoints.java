package net.headscale.admin;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import net.headscale.admin.call.Body;
import net.headscale.admin.call.Call;
import net.headscale.admin.call.Offer;
import net.headscale.admin.call.Powers;
import net.headscale.admin.call.Schemas;
import net.headscale.admin.call.Scope;
import net.headscale.admin.call.Shapes;
import net.headscale.admin.call.Tags;
import net.headscale.admin.call.Unanswerable;
import net.headscale.admin.openapi.Schema;
import net.headscale.admin.openapi.Schema.Field;
import net.headscale.credential.KeyText;
import net.headscale.credential.TokenSeal;
import net.headscale.journal.ApiKey;
import net.headscale.journal.OAuthClient;
import net.headscale.journal.OAuthClients;
import net.headscale.tailnet.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// `/api/v1/oauthclient`. Who may act in one tailnet only sees, makes and removes clients of that tailnet only.
final class OAuthClientEndpoints {
    private static final int LONGEST_DESCRIPTION = 50; // characters, as in headscale's API

    private final OAuthClients clients;
    private final RandomGenerator random;
    private final InstantSource clock;

    OAuthClientEndpoints(OAuthClients clients, RandomGenerator random, InstantSource clock) {
        this.clients = clients;
        this.random = random;
        this.clock = clock;
    }

    List<Offer> offers() {
        return List.of(
                new Offer(
                        Offer.operation(
                                        "GET",
                                        "oauthclient",
                                        "listOAuthClients",
                                        "Lists clients, without their secrets")
                                .answering("oauthClients", Schema.listOf(Schemas.OAUTH_CLIENT)),
                        this::list),
                new Offer(
                        Offer.operation(
                                        "POST",
                                        "oauthclient",
                                        "createOAuthClient",
                                        "Makes a client, which gets access tokens; this answer alone shows its secret")
                                .taking(
                                        Field.required("scopes", Schemas.TEXTS, "what its tokens may do"),
                                        Field.of("tags", Schema.orNull(Schemas.TEXTS), "which they may give"),
                                        Field.of("description", Schema.orNull(Schema.TEXT), "50 characters at most"))
                                .answering("oauthClient", Schemas.OAUTH_CLIENT),
                        this::create),
                new Offer(
                        Offer.operation(
                                "DELETE",
                                "oauthclient/{client}",
                                "deleteOAuthClient",
                                "Removes a client; its tokens end"),
                        this::delete));
    }

    private JsonNode list(Call call) {
        ArrayNode list = Shapes.list();
        clients.all().stream()
                .filter(client -> call.access().sees(client.scope()))
                .forEach(client -> list.add(Shapes.oauthClient(client)));
        return Shapes.of("oauthClients", list);
    }

    /// Makes a client; its secret is in this answer and nowhere else.
    private JsonNode create(Call call) {
        Body body = call.body();
        SortedSet<String> scopes = scopes(call, body);
        ApiKey.Scope reach = call.access().given(call);
        SortedSet<Tag> tags = tags(call, body, scopes, reach);
        String description = body.text("description").orElse("");
        if (description.codePointCount(0, description.length()) > LONGEST_DESCRIPTION) {
            throw new Unanswerable(400, "description: expected at most " + LONGEST_DESCRIPTION + " characters");
        }
        Instant now = clock.instant();
        KeyText text = KeyText.generate(KeyText.Kind.CLIENT, random);
        var grant = new OAuthClient.Grant(
                List.copyOf(scopes), tags.stream().map(Tag::text).toList());
        if (!new TokenSeal.Token(text.prefix(), now, grant.scopes(), grant.tags()).fits()) {
            throw new Unanswerable(400, "tags: a token cannot hold so many, expected fewer or shorter ones");
        }
        var client = new OAuthClient(new ApiKey.Secret(text.prefix(), text.hash()), reach, grant, description, now);
        clients.add(client);
        return Shapes.of("oauthClient", Shapes.oauthClient(client).put("key", text.reveal()));
    }

    /// Nobody gives more than they have: who asks with an access token must have each scope.
    private static SortedSet<String> scopes(Call call, Body body) {
        SortedSet<String> scopes = new TreeSet<>(body.texts("scopes"));
        if (scopes.isEmpty()) {
            throw new Unanswerable(
                    400,
                    "scopes: expected at least one of "
                            + String.join(", ", Scope.all().keySet()));
        }
        for (String text : scopes) {
            call.caller().powers().require(Scope.parse(text).orElseThrow(() -> unknown(text)));
        }
        return scopes;
    }

    private static Unanswerable unknown(String text) {
        return new Unanswerable(
                400,
                "scopes: there is no " + text + "; there are "
                        + String.join(", ", Scope.all().keySet()));
    }

    /// @param reach of the client: one for every tailnet may give what its maker may give in every one
    private static SortedSet<Tag> tags(Call call, Body body, SortedSet<String> scopes, ApiKey.Scope reach) {
        SortedSet<Tag> tags = Tags.parse(body.texts("tags"));
        if (tags.isEmpty() && (scopes.contains("devices:core") || scopes.contains("auth_keys"))) {
            throw new Unanswerable(400, "tags are required when scopes include devices:core or auth_keys");
        }
        if (call.caller().powers() instanceof Powers.Scoped token) {
            switch (reach) {
                case ApiKey.Scope.WholeServer _ -> token.requireOwn(tags);
                case ApiKey.Scope.OneTailnet _ -> {
                    Tags.checkKnown(call.view(), tags);
                    token.requireTags(call.view(), tags);
                }
            }
        }
        return tags;
    }

    private JsonNode delete(Call call) {
        String id = call.request().parameter("client");
        boolean isThere = clients.find(id)
                .filter(client -> call.access().sees(client.scope()))
                .isPresent();
        if (!isThere) {
            throw new Unanswerable(404, "no OAuth client " + id);
        }
        clients.remove(id);
        return Shapes.object();
    }
}
