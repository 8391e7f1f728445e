package net.headscale.admin;

import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.headscale.admin.call.Scope;
import net.headscale.admin.call.Shapes;
import net.headscale.admin.openapi.Operation;
import net.headscale.credential.KeyText;
import net.headscale.credential.TokenSeal;
import net.headscale.http.Request;
import net.headscale.http.Response;
import net.headscale.http.Routes;
import net.headscale.journal.ApiKey;
import net.headscale.journal.JournalUnavailable;
import net.headscale.journal.OAuthClient;
import net.headscale.journal.OAuthClients;
import net.headscale.tailnet.Tag;
import tools.jackson.databind.node.ObjectNode;

/// `POST /api/v2/oauth/token`: gives an access token to an OAuth client that shows its secret (RFC 6749, 4.4).
///
/// Shape: a form in the body. As the hosted service has it, `grant_type` may be left out, the id is read from the
/// secret and not from `client_id`, and `tags` may narrow the token as `scope` does. Thread-safe.
final class TokenEndpoint {
    static final String PATH = "/api/v2/oauth/token";

    private static final Duration LIFE = Duration.ofHours(1); // as the hosted service has it
    private static final String GRANT = "client_credentials";
    private static final String BASIC = "Basic ";
    private static final Operation OPERATION =
            Operation.of("POST", PATH, "createAccessToken", "Gives an access token to an OAuth client");

    private final OAuthClients clients;
    private final TokenSeal seal;
    private final InstantSource clock;

    TokenEndpoint(OAuthClients clients, TokenSeal seal, InstantSource clock) {
        this.clients = clients;
        this.seal = seal;
        this.clock = clock;
    }

    void addTo(Routes routes) {
        routes.add(OPERATION.method(), PATH, request -> {
            var audit = Audit.of(request, OPERATION);
            Response response = answer(request, audit);
            audit.close(response.status());
            return response;
        });
    }

    /// Why there is no token, to be told to the client.
    private static final class Denied extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        private final int status;
        private final String code;

        /// @param code a word of RFC 6749, 5.2, or of RFC 8707
        Denied(int status, String code, String why) {
            super(why, null, false, false); // an ordinary answer: no stack
            this.status = status;
            this.code = code;
        }
    }

    private Response answer(Request request, Audit audit) {
        try {
            return json(200, token(request, audit));
        } catch (Denied denied) {
            Response refusal = refusal(denied.status, denied.code, String.valueOf(denied.getMessage()));
            return denied.status == 401 ? refusal.withHeader("www-authenticate", "Basic realm=\"headscale\"") : refusal;
        } catch (JournalUnavailable unavailable) {
            return refusal(503, "temporarily_unavailable", "the database cannot be used now; try again");
        }
    }

    private ObjectNode token(Request request, Audit audit) {
        Map<String, List<String>> form = form(request);
        if (!field(form, "grant_type").orElse(GRANT).equals(GRANT)) {
            throw new Denied(400, "unsupported_grant_type", "only " + GRANT + " is supported");
        }
        OAuthClient client = client(request, form);
        audit.by(KeyText.Kind.CLIENT.masked(client.id()));
        List<String> scopes = scopes(client, words(form, "scope"));
        List<String> tags = tags(client, words(form, "tags"));
        var token = new TokenSeal.Token(client.id(), clock.instant().plus(LIFE), scopes, tags);
        if (!token.fits()) {
            throw new Denied(400, "invalid_target", "a token cannot hold so many tags: ask for fewer with tags=");
        }
        return Shapes.object()
                .put("access_token", seal.write(token))
                .put("token_type", "Bearer")
                .put("expires_in", LIFE.toSeconds())
                .put("scope", String.join(" ", scopes));
    }

    private static Map<String, List<String>> form(Request request) {
        Map<String, List<String>> form = request.form()
                .orElseThrow(() ->
                        new Denied(400, "invalid_request", "expected a body of application/x-www-form-urlencoded"));
        if (form.values().stream().anyMatch(values -> values.size() > 1)) {
            throw new Denied(400, "invalid_request", "expected each field once");
        }
        return form;
    }

    private OAuthClient client(Request request, Map<String, List<String>> form) {
        String shown = field(form, "client_secret")
                .or(() -> request.header("authorization").flatMap(TokenEndpoint::password))
                .orElse("");
        String bare = shown.replaceFirst("\\?.*", ""); // the hosted service takes `?key=value` after a secret
        return KeyText.parse(KeyText.Kind.CLIENT, bare)
                .flatMap(this::client)
                .orElseThrow(() -> new Denied(401, "invalid_client", "expected the secret of an OAuth client"));
    }

    private Optional<OAuthClient> client(KeyText shown) {
        Optional<OAuthClient> found = clients.find(shown.prefix())
                .filter(client -> shown.fits(client.secret().hash()));
        var secret = new ApiKey.Secret(shown.prefix(), shown.hash()); // differs where it was imported
        found.filter(client -> !client.secret().equals(secret)).ifPresent(_ -> clients.rehashed(secret));
        return found;
    }

    private static Optional<String> password(String authorization) {
        if (!authorization.startsWith(BASIC)) {
            return Optional.empty();
        }
        try {
            byte[] pair = Base64.getDecoder().decode(authorization.substring(BASIC.length()));
            String text = new String(pair, StandardCharsets.UTF_8);
            return Optional.of(text.substring(text.indexOf(':') + 1));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    /// All that the client may have, or those that it asks for.
    private static List<String> scopes(OAuthClient client, List<String> wanted) {
        for (String text : wanted) {
            boolean isGranted = Scope.parse(text)
                    .filter(scope -> Scope.isIncluded(scope, client.grant().scopes()))
                    .isPresent();
            if (!isGranted) {
                throw new Denied(400, "invalid_scope", "this client does not have the scope " + text);
            }
        }
        return wanted.isEmpty() ? client.grant().scopes() : wanted;
    }

    /// All that the client may give, or those that it asks for; a client of the scope `all` may give any.
    private static List<String> tags(OAuthClient client, List<String> wanted) {
        boolean mayAny = client.grant().scopes().contains("all");
        for (String text : wanted) {
            if (!Tag.isValid(text) || !(mayAny || client.grant().tags().contains(text))) {
                throw new Denied(400, "invalid_target", "this client may not give the tag " + text);
            }
        }
        return wanted.isEmpty() ? client.grant().tags() : wanted;
    }

    private static Optional<String> field(Map<String, List<String>> form, String name) {
        return form.getOrDefault(name, List.of()).stream()
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    private static List<String> words(Map<String, List<String>> form, String name) {
        return field(form, name).map(String::strip).stream()
                .flatMap(text -> List.of(text.split("\\s+")).stream())
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }

    private static Response refusal(int status, String code, String why) {
        return json(status, Shapes.object().put("error", code).put("error_description", why));
    }

    private static Response json(int status, ObjectNode json) {
        return Response.of(status, "application/json", Shapes.JSON.writeValueAsBytes(json))
                .withHeader("cache-control", "no-store")
                .withHeader("pragma", "no-cache");
    }
}
