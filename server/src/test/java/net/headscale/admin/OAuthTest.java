package net.headscale.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.headscale.admin.Administration.Answer;
import net.headscale.credential.ImportedHash;
import net.headscale.credential.KeyText;
import net.headscale.journal.ApiKey;
import net.headscale.journal.OAuthClient;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// OAuth clients and their access tokens, from the outside.
class OAuthTest {
    private static final String TOKEN = "/api/v2/oauth/token";
    private static final String POLICY =
            "{\"tagOwners\": {\"tag:k8s\": [], \"tag:child\": [\"tag:k8s\"], \"tag:other\": []}}";

    @AutoClose
    private final Administration admin = new Administration();

    @BeforeEach
    void a_policy_with_tags() {
        admin.ask("PUT", "/api/v1/policy", "{\"policy\": \"" + POLICY.replace("\"", "\\\"") + "\"}");
    }

    private JsonNode made(String scopes, String tags) {
        Answer answer = admin.ask("POST", "/api/v1/oauthclient", body(scopes, tags));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("oauthClient");
    }

    private static String body(String scopes, String tags) {
        return "{\"scopes\": " + texts(scopes) + ", \"tags\": " + texts(tags) + ", \"description\": \"operator\"}";
    }

    private static String texts(String words) {
        return words.isEmpty() ? "[]" : "[\"" + words.replace(" ", "\", \"") + "\"]";
    }

    private Answer token(String form) {
        return admin.post(TOKEN, form, Map.of("content-type", List.of("application/x-www-form-urlencoded")));
    }

    private Answer tokenOf(JsonNode client, String more) {
        return token("grant_type=client_credentials&client_secret="
                + client.path("key").asString() + more);
    }

    private String tokenFor(String scopes, String tags) {
        return tokenOf(made(scopes, tags), "").json().path("access_token").asString();
    }

    private int status(String token, String method, String path) {
        return admin.askWith(token, method, path, Map.of()).status();
    }

    @Test
    void a_client_is_made_with_a_secret_that_is_shown_once_and_not_kept() {
        JsonNode client = made("devices:core auth_keys", "tag:k8s");

        String secret = client.path("key").asString();
        assertThat(KeyText.parse(KeyText.Kind.CLIENT, secret)).isPresent();
        assertThat(client.path("id").asString()).hasSize(12).isSubstringOf(secret);
        Answer list = admin.ask("GET", "/api/v1/oauthclient");
        assertThat(list.text()).doesNotContain(secret.substring(secret.lastIndexOf('-')));
        assertThat(list.json().at("/oauthClients/0/scopes").toString()).isEqualTo("[\"auth_keys\",\"devices:core\"]");
        assertThat(list.json().at("/oauthClients/0/tags").toString()).isEqualTo("[\"tag:k8s\"]");
        assertThat(list.json().at("/oauthClients/0/description").asString()).isEqualTo("operator");
        assertThat(admin.journal.oauthClients().all().getFirst().secret().hash())
                .startsWith("sha256:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''           | ''       | at least one",
                "device:core  | tag:k8s  | there is no device:core; there are all, all:read, auth_keys",
                "devices:core | ''       | tags are required",
                "auth_keys    | ''       | tags are required",
                "users        | k8s      | tag:",
            })
    void a_client_that_makes_no_sense_is_refused(String scopes, String tags, String why) {
        Answer answer = admin.ask("POST", "/api/v1/oauthclient", body(scopes, tags));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).contains(why);
    }

    @Test
    void a_description_has_50_characters_at_most() {
        String body = "{\"scopes\": [\"users\"], \"description\": \"%s\"}";

        assertThat(admin.ask("POST", "/api/v1/oauthclient", body.formatted("ö".repeat(50)))
                        .status())
                .isEqualTo(200);
        assertThat(admin.ask("POST", "/api/v1/oauthclient", body.formatted("x".repeat(51)))
                        .detail())
                .contains("at most 50");
    }

    @Test
    void a_token_is_given_for_an_hour_and_may_not_be_cached() {
        Answer answer = tokenOf(made("users:read policy_file", ""), "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        assertThat(answer.json().path("token_type").asString()).isEqualTo("Bearer");
        assertThat(answer.json().path("expires_in").asInt()).isEqualTo(3600);
        assertThat(answer.json().path("scope").asString()).isEqualTo("policy_file users:read");
        String token = answer.json().path("access_token").asString();
        assertThat(token).startsWith("hskey-oauthtok-");
        admin.at(Administration.NOON.plus(Duration.ofMinutes(59)));
        assertThat(status(token, "GET", "/api/v1/user")).isEqualTo(200);
        admin.at(Administration.NOON.plus(Duration.ofHours(1)));
        assertThat(status(token, "GET", "/api/v1/user")).isEqualTo(401);
    }

    @Test
    void the_secret_may_come_as_a_password_with_any_name_before_it() {
        String pair = "whoever:" + made("users", "").path("key").asString();
        String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));

        Answer answer = admin.post(TOKEN, "", Map.of("authorization", List.of(basic)));

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void the_secret_of_an_imported_client_is_kept_in_our_scheme_from_its_first_use_on() {
        String secret = "Ab-_".repeat(16);
        String shown = "hskey-client-a-b_c-d-e-f--" + secret;
        String imported = ImportedHash.argon2id(secret, 64);
        admin.journal
                .oauthClients()
                .add(new OAuthClient(
                        new ApiKey.Secret("a-b_c-d-e-f-", imported),
                        new ApiKey.Scope.WholeServer(),
                        new OAuthClient.Grant(List.of("users"), List.of()),
                        "operator",
                        Administration.NOON));

        assertThat(token("client_secret=" + shown.replaceFirst(".$", "0")).status())
                .isEqualTo(401);
        assertThat(hashOfTheClient()).isEqualTo(imported);
        assertThat(token("client_secret=" + shown).status()).isEqualTo(200);
        assertThat(hashOfTheClient())
                .isEqualTo(
                        KeyText.parse(KeyText.Kind.CLIENT, shown).orElseThrow().hash());
        assertThat(token("client_secret=" + shown).status()).isEqualTo(200);
    }

    private String hashOfTheClient() {
        return admin.journal.oauthClients().all().getFirst().secret().hash();
    }

    @Test
    void a_token_can_be_narrowed_to_what_the_client_has() {
        JsonNode client = made("devices:core users", "tag:k8s tag:other");

        assertThat(tokenOf(client, "&scope=users:read").json().path("scope").asString())
                .isEqualTo("users:read");
        assertThat(tokenOf(client, "&tags=tag:other").status()).isEqualTo(200);
        assertThat(tokenOf(client, "&scope=policy_file").json().path("error").asString())
                .isEqualTo("invalid_scope");
        assertThat(tokenOf(client, "&scope=nonsense").json().path("error").asString())
                .isEqualTo("invalid_scope");
        assertThat(tokenOf(client, "&tags=tag:child").json().path("error").asString())
                .isEqualTo("invalid_target");
        assertThat(tokenOf(made("all", ""), "&tags=tag:child").status()).isEqualTo(200);
        assertThat(tokenOf(made("all", ""), "&tags=child").json().path("error").asString())
                .isEqualTo("invalid_target");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 401, invalid_client",
        "client_secret=hskey-client-000000000000-" + "0000000000000000000000000000000000000000000000000000000000000000"
                + ", 401, invalid_client",
        "grant_type=password&client_secret=SECRET, 400, unsupported_grant_type",
        "client_secret=SECRET&client_secret=SECRET, 400, invalid_request",
        "client_secret=SECRET&x=%zz, 400, invalid_request",
    })
    void what_is_no_proper_request_is_refused_in_the_words_of_oauth(String form, int status, String code) {
        String secret = made("users", "").path("key").asString();

        Answer answer = token(form.replace("SECRET", secret));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path("error").asString()).isEqualTo(code);
        assertThat(answer.json().path("error_description").asString()).isNotEmpty();
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        assertThat(answer.header("www-authenticate").isEmpty()).isEqualTo(status != 401);
    }

    @Test
    void a_body_that_is_no_form_is_refused() {
        Answer answer = admin.post(TOKEN, "{}", Map.of("content-type", List.of("application/json")));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").asString()).isEqualTo("invalid_request");
    }

    @ParameterizedTest
    @CsvSource({
        "users, GET, user, 200",
        "users:read, GET, user, 200",
        "users:read, POST, user/9/rename/x, 403",
        "users, POST, user/9/rename/x, 404",
        "all:read, GET, apikey, 200",
        "users, GET, apikey, 403",
        "all:read, POST, apikey, 403",
        "all, POST, apikey, 200",
        "devices:core, GET, node, 200",
        "devices:core, DELETE, node/9, 404",
        "devices:core:read, DELETE, node/9, 403",
        "devices:core, POST, node/9/approve_routes, 403",
        "devices:routes, POST, node/9/approve_routes, 404",
        "devices:routes, GET, routes, 200",
        "devices:routes, GET, node, 403",
        "devices:core, POST, node/9/user, 403",
        "devices:core, POST, node/register, 403",
        "devices:core, POST, auth/approve, 403",
        "auth_keys, GET, preauthkey, 200",
        "auth_keys:read, POST, preauthkey/expire, 403",
        "policy_file:read, GET, policy, 200",
        "policy_file:read, PUT, policy, 403",
        "oauth_keys:read, GET, oauthclient, 200",
        "oauth_keys, GET, preauthkey, 403",
        "feature_settings:read, GET, tailnet, 200",
        "feature_settings, DELETE, tailnet/default, 403",
        "users:read, GET, health, 200",
    })
    void a_token_opens_what_its_scopes_say(String scope, String method, String path, int status) {
        Answer answer = admin.askWith(tokenFor(scope, "tag:k8s"), method, "/api/v1/" + path, Map.of());

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        if (status == 403) {
            assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
            assertThat(answer.detail()).contains("lacks the scope ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tag:k8s, 200",
        "tag:child, 200",
        "tag:other, 403",
        "tag:k8s tag:other, 403",
        "'', 403",
        "tag:unknown, 400",
    })
    void a_token_makes_keys_of_its_own_tags_only(String tags, int status) {
        String token = tokenFor("auth_keys", "tag:k8s");

        Answer answer =
                admin.askWith(token, "POST", "/api/v1/preauthkey", "{\"aclTags\": " + texts(tags) + "}", Map.of());

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"tag:child, 200", "tag:other, 403"})
    void a_token_gives_nodes_its_own_tags_only(String tag, int status) {
        admin.join("default", "box");
        String token = tokenFor("devices:core", "tag:k8s");

        Answer answer = admin.askWith(token, "POST", "/api/v1/node/1/tags", "{\"tags\": [\"" + tag + "\"]}", Map.of());

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "tailnet, devices:core, 403",
        "share, devices:core, 403",
        "unshare, devices:core, 403",
        "tailnet, all, 200",
        "share, all, 200",
        "unshare, all, 200",
    })
    void a_token_of_tags_gives_no_node_to_another_tailnet(String verb, String scope, int status) {
        admin.ask("POST", "/api/v1/tailnet", "{\"name\": \"shop\"}");
        admin.ask("POST", "/api/v1/user", "{\"name\": \"carol\"}");
        admin.askOf("shop", "POST", "/api/v1/user", "{\"name\": \"dora\"}");
        admin.join("default", "box");
        String token = tokenFor(scope, "tag:k8s");

        String body = "{\"tailnet\": \"shop\", \"user\": \"dora\"}";
        Answer answer = admin.askWith(token, "POST", "/api/v1/node/1/" + verb, body, Map.of());

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "oauth_keys:read, '', 200",
        "auth_keys, tag:k8s, 200",
        "auth_keys, tag:child, 403",
        "auth_keys, tag:other, 403",
        "users, '', 403",
        "all, '', 403",
    })
    void a_token_makes_no_client_that_may_do_more(String scopes, String tags, int status) {
        String token = tokenFor("oauth_keys auth_keys", "tag:k8s");

        Answer answer = admin.askWith(token, "POST", "/api/v1/oauthclient", body(scopes, tags), Map.of());

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    }

    @Test
    void a_token_makes_a_client_of_tags_that_its_own_tags_own_for_the_tailnet_whose_policy_says_so() {
        String token = tokenFor("oauth_keys auth_keys", "tag:k8s");
        var inDefault = Map.of("headscale-tailnet", List.of("default"));

        Answer answer = admin.askWith(token, "POST", "/api/v1/oauthclient", body("auth_keys", "tag:child"), inDefault);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @Test
    void a_client_has_no_more_tags_than_a_token_can_hold() {
        String tags = IntStream.range(0, 40)
                .mapToObj(i -> "tag:" + "x".repeat(190) + i)
                .collect(Collectors.joining(" "));

        Answer answer = admin.ask("POST", "/api/v1/oauthclient", body("devices:core", tags));

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text()).contains("a token cannot hold so many");
    }

    @Test
    void a_token_that_manages_clients_removes_those_that_may_do_more_too() {
        JsonNode strong = made("all", "");
        String token = tokenFor("oauth_keys", "");
        String path = "/api/v1/oauthclient/" + strong.path("id").asString();

        assertThat(status(token, "DELETE", path)).isEqualTo(200);
        assertThat(tokenOf(strong, "").status()).isEqualTo(401);
    }

    @Test
    void a_removed_client_gets_no_tokens_and_those_that_it_had_end() {
        JsonNode client = made("users", "");
        String token = tokenOf(client, "").json().path("access_token").asString();

        Answer removed =
                admin.ask("DELETE", "/api/v1/oauthclient/" + client.path("id").asString());

        assertThat(removed.status()).isEqualTo(200);
        assertThat(status(token, "GET", "/api/v1/user")).isEqualTo(401);
        assertThat(tokenOf(client, "").status()).isEqualTo(401);
        assertThat(admin.ask(
                                "DELETE",
                                "/api/v1/oauthclient/" + client.path("id").asString())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void who_has_one_tailnet_knows_and_makes_clients_of_that_tailnet_only() {
        admin.ask("POST", "/api/v1/tailnet", "{\"name\": \"shop\"}");
        JsonNode ofServer = made("users", "");
        JsonNode ofShop = admin.askOf("shop", "POST", "/api/v1/oauthclient", body("all", ""))
                .json()
                .path("oauthClient");
        String token = tokenOf(ofShop, "").json().path("access_token").asString();

        assertThat(admin.askWith(token, "GET", "/api/v1/oauthclient", Map.of())
                        .json()
                        .path("oauthClients"))
                .hasSize(1);
        assertThat(status(
                        token,
                        "DELETE",
                        "/api/v1/oauthclient/" + ofServer.path("id").asString()))
                .isEqualTo(404);
        var elsewhere = Map.of("headscale-tailnet", List.of("default"));
        assertThat(admin.askWith(token, "GET", "/api/v1/user", elsewhere).status())
                .isEqualTo(404);
        assertThat(admin.askWith(token, "GET", "/api/v1/user", Map.of()).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 20, 28, 40, 60, -44, -43, -1})
    void a_token_that_was_changed_anywhere_is_none(int place) {
        String token = tokenFor("users", "");
        int at = place < 0 ? token.length() + place : place;
        char other = token.charAt(at) == 'Q' ? 'A' : 'Q';

        assertThat(status(token.substring(0, at) + other + token.substring(at + 1), "GET", "/api/v1/user"))
                .isEqualTo(401);
    }

    @Test
    void the_document_names_the_scopes_and_where_tokens_come_from() {
        JsonNode document = admin.ask("GET", "/api/v1/openapi.json").json();

        JsonNode flow = document.at("/components/securitySchemes/token/flows/clientCredentials");
        assertThat(flow.path("tokenUrl").asString()).isEqualTo(TOKEN);
        assertThat(flow.path("scopes")).hasSize(16);
        assertThat(document.at("/paths/~1api~1v1~1user/get/security/1/token/0").asString())
                .isEqualTo("users:read");
        assertThat(document.at("/paths/~1api~1v1~1health/get/security/1/token")).isEmpty();
    }
}
