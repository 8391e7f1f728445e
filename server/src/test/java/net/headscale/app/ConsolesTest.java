package net.headscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What two web consoles ask of a server, in their own requests: method, path, headers and body as their sources
/// make them, and the fields that they read of the answers. Headplane 0.7 (`app/server/headscale/api`) and
/// headscale-admin (`src/lib/common/api`).
class ConsolesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TAGS = "{\"tagOwners\": {\"tag:web\": [\"ana@\"]}}";
    private static final String ID = "hskey-authreq-000000000000000000000001";

    /// How Headplane reads a version; below 0.28 it asks for tags and keys in shapes that are gone.
    private static final Pattern SEMANTIC =
            Pattern.compile("v?(\\d+)\\.(\\d+)\\.(\\d+)(?:-([0-9A-Za-z.-]+))?(?:\\+([0-9A-Za-z.-]+))?");

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private RunningServer server;
    private String key = "";

    @BeforeEach
    void a_server_with_a_user_and_a_node_that_waits() {
        server = RunningServer.start(folder, "policy: {mode: database}\n");
        key = server.run("apikeys", "create");
        server.run("users", "create", "ana");
        server.run("debug", "create-node", "-u", "ana", "-k", ID, "--name", "one", "-r", "10.0.0.0/8");
    }

    @AfterEach
    void end() {
        http.close();
        server.close();
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        var request = HttpRequest.newBuilder(URI.create(server.uri() + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, publisher)
                .header("Accept", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /// As Headplane asks: JSON said to be JSON, and no body where there is nothing to say.
    private JsonNode headplane(String method, String path, String body) throws IOException, InterruptedException {
        String[] headers = body.isEmpty()
                ? new String[] {"Authorization", "Bearer " + key, "User-Agent", "Headplane/0.7.0"}
                : new String[] {
                    "Authorization",
                    "Bearer " + key,
                    "User-Agent",
                    "Headplane/0.7.0",
                    "Content-Type",
                    "application/json"
                };
        return read(send(method, "/api/v1/" + path, body, headers));
    }

    /// As a browser sends what headscale-admin says: text, since `fetch` is given no type; and a body with each `POST`.
    private JsonNode admin(String method, String path, String body) throws IOException, InterruptedException {
        String type = body.isEmpty() ? "" : "text/plain;charset=UTF-8";
        return read(
                type.isEmpty()
                        ? send(method, "/api/v1/" + path, body, "Authorization", "Bearer " + key)
                        : send(
                                method,
                                "/api/v1/" + path,
                                body,
                                "Authorization",
                                "Bearer " + key,
                                "Content-Type",
                                type));
    }

    private static JsonNode read(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    @Test
    void headplane_takes_the_server_for_one_whose_shapes_are_todays() throws Exception {
        JsonNode version = read(send("GET", "/version", ""));

        Matcher semantic = SEMANTIC.matcher(version.path("version").asString());
        assertThat(semantic.lookingAt()).isTrue();
        assertThat(Integer.parseInt(semantic.group(2))).isGreaterThanOrEqualTo(28); // flat tags, keys with ids
        assertThat(send("GET", "/health", "").statusCode()).isEqualTo(200);
    }

    @Test
    void headplane_reads_and_changes_nodes() throws Exception {
        JsonNode made =
                headplane("POST", "node/register?user=ana&key=" + ID, "{\"user\":\"ana\",\"key\":\"" + ID + "\"}");
        assertThat(made.path("node").path("id").asString()).isEqualTo("1");
        headplane("PUT", "policy", JSON.writeValueAsString(Map.of("policy", TAGS)));

        headplane("POST", "node/1/rename/web%2D1", "");
        headplane("POST", "node/1/approve_routes", "{\"routes\":[\"10.0.0.0/8\"]}");
        headplane("POST", "node/1/tags", "{\"tags\":[\"tag:web\"]}");
        headplane("POST", "node/1/expire", "");

        JsonNode node = headplane("GET", "node", "").path("nodes").get(0);
        assertThat(node.properties().stream().map(Map.Entry::getKey))
                .contains(
                        "id",
                        "machineKey",
                        "nodeKey",
                        "discoKey",
                        "ipAddresses",
                        "name",
                        "user",
                        "lastSeen",
                        "expiry",
                        "preAuthKey",
                        "createdAt",
                        "registerMethod",
                        "givenName",
                        "online",
                        "approvedRoutes",
                        "availableRoutes",
                        "subnetRoutes",
                        "tags");
        assertThat(node.path("givenName").asString()).isEqualTo("web-1");
        assertThat(node.path("tags").toString()).isEqualTo("[\"tag:web\"]");
        assertThat(node.path("approvedRoutes").toString()).isEqualTo("[\"10.0.0.0/8\"]");
        assertThat(headplane("GET", "node/1", "").path("node").path("id").asString())
                .isEqualTo("1");
        headplane("DELETE", "node/1", "");
        assertThat(headplane("GET", "node", "").path("nodes")).isEmpty();
    }

    @Test
    void headplane_reads_and_changes_users() throws Exception {
        JsonNode user = headplane(
                        "POST", "user", "{\"name\":\"bea\",\"email\":\"bea@example.com\",\"displayName\":\"Bea\"}")
                .path("user");

        headplane("POST", "user/" + user.path("id").asString() + "/rename/cleo", "");

        assertThat(headplane("GET", "user?email=bea%40example.com", "")
                        .path("users")
                        .get(0)
                        .path("name")
                        .asString())
                .isEqualTo("cleo");
        headplane("DELETE", "user/" + user.path("id").asString(), "");
        assertThat(headplane("GET", "user", "").path("users")).hasSize(2);
    }

    @Test
    void headplane_makes_lists_and_ends_preauth_keys() throws Exception {
        JsonNode made = headplane(
                        "POST",
                        "preauthkey",
                        "{\"ephemeral\":false,\"reusable\":true,\"expiration\":null,\"user\":\"2\"}")
                .path("preAuthKey");
        assertThat(made.path("key").asString()).startsWith("hskey-auth-");

        assertThat(headplane("GET", "preauthkey", "").path("preAuthKeys")).hasSize(1);
        assertThat(headplane("GET", "preauthkey?user=2", "")
                        .path("preAuthKeys")
                        .get(0)
                        .path("user")
                        .path("id")
                        .asString())
                .isEqualTo("2");
        headplane("POST", "preauthkey/expire", "{\"id\":\"" + made.path("id").asString() + "\"}");

        assertThat(headplane("GET", "apikey", "")
                        .path("apiKeys")
                        .get(0)
                        .path("prefix")
                        .asString())
                .isNotBlank();
    }

    @Test
    void headplane_reads_and_sets_the_policy() throws Exception {
        JsonNode set = headplane("PUT", "policy", JSON.writeValueAsString(Map.of("policy", TAGS)));

        JsonNode got = headplane("GET", "policy", "");
        assertThat(got.path("policy").asString()).isEqualTo(TAGS);
        assertThat(got.path("updatedAt").asString())
                .isEqualTo(set.path("updatedAt").asString())
                .isNotBlank();
    }

    @Test
    void headscale_admin_shows_that_its_key_is_none() throws Exception {
        var answer = send("GET", "/api/v1/user", "", "Authorization", "Bearer hskey-api-none-none");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("Unauthorized"); // it shows a body that is not its JSON as it is
    }

    @Test
    void headscale_admin_speaks_of_users_by_name() throws Exception {
        admin("POST", "user", "{\"name\":\"bea\"}");
        assertThat(admin("POST", "user/bea/rename/cleo", "{}")
                        .path("user")
                        .path("name")
                        .asString())
                .isEqualTo("cleo");
        admin("DELETE", "user/cleo", "");

        assertThat(admin("GET", "user", "").path("users").values().stream()
                        .map(user -> user.path("name").asString()))
                .containsExactly("admin", "ana");
    }

    @Test
    void headscale_admin_makes_and_lists_preauth_keys_by_the_users_name() throws Exception {
        JsonNode made = admin(
                        "POST",
                        "preauthkey",
                        "{\"user\":\"ana\",\"reusable\":true,\"ephemeral\":true,\"expiration\":\"2040-01-31T12:00:00.000Z\"}")
                .path("preAuthKey");

        assertThat(made.path("expiration").asString()).startsWith("2040-01-31T12:00:00");
        assertThat(admin("GET", "preauthkey?user=ana", "").path("preAuthKeys")).hasSize(1);
        assertThat(admin("GET", "preauthkey?user=admin", "").path("preAuthKeys"))
                .isEmpty();
    }

    @Test
    void headscale_admin_finds_nodes_under_both_words_and_their_routes() throws Exception {
        server.run("auth", "register", "-u", "ana", "--auth-id", ID);

        assertThat(admin("GET", "node", "").path("nodes")).hasSize(1);
        assertThat(admin("GET", "machine", "").path("machines")).hasSize(1);
        JsonNode route = admin("GET", "routes", "").path("routes").get(0);
        assertThat(List.of("id", "prefix", "advertised", "enabled", "isPrimary", "node"))
                .allMatch(route::has);
        admin("POST", "routes/" + route.path("id").asString() + "/enable", "{}");
        assertThat(admin("GET", "routes", "")
                        .path("routes")
                        .get(0)
                        .path("enabled")
                        .asBoolean())
                .isTrue();
        admin("POST", "routes/" + route.path("id").asString() + "/disable", "{}");
        assertThat(admin("GET", "routes", "")
                        .path("routes")
                        .get(0)
                        .path("enabled")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void headscale_admin_changes_nodes() throws Exception {
        server.run("auth", "register", "-u", "ana", "--auth-id", ID);
        headplane("PUT", "policy", JSON.writeValueAsString(Map.of("policy", TAGS)));

        assertThat(admin("POST", "node/1/rename/two", "{}")
                        .path("node")
                        .path("givenName")
                        .asString())
                .isEqualTo("two");
        assertThat(admin("POST", "node/1/expire", "{}")
                        .path("node")
                        .path("expiry")
                        .asString())
                .isNotBlank();
        assertThat(admin("POST", "node/1/tags", "{\"tags\":[\"tag:web\"]}")
                        .path("node")
                        .path("id")
                        .asString())
                .isEqualTo("1");
        admin("DELETE", "node/1", "");
        assertThat(admin("GET", "node", "").path("nodes")).isEmpty();
    }
}
