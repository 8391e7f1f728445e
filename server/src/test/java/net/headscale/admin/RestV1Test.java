package net.headscale.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.headscale.coordinator.Limits;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RestV1Test {
    @AutoClose
    private final Administration admin = new Administration();

    private static List<String> fieldsOf(JsonNode node) {
        return node.propertyNames().stream().toList();
    }

    @Test
    void a_user_is_made_listed_renamed_and_removed_in_the_peers_shape() {
        var made = admin.ask("POST", "/api/v1/user", """
                {"name":"ana","displayName":"Ana","email":"a@x.org","pictureUrl":null,"unknown":1}""");

        assertThat(made.status()).isEqualTo(200);
        JsonNode user = made.json().path("user");
        assertThat(fieldsOf(user))
                .containsExactly(
                        "id", "name", "createdAt", "displayName", "email", "providerId", "provider", "profilePicUrl");
        assertThat(user.path("id").isString()).isTrue();
        String id = user.path("id").asString();

        assertThat(admin.ask("GET", "/api/v1/user?email=a@x.org").json().path("users"))
                .hasSize(1);
        assertThat(admin.ask("GET", "/api/v1/user?id=" + id).json().path("users"))
                .hasSize(1);
        assertThat(admin.ask("GET", "/api/v1/user?name=nobody").text()).isEqualTo("{\"users\":[]}");
        assertThat(admin.ask("POST", "/api/v1/user/" + id + "/rename/bob")
                        .json()
                        .at("/user/name")
                        .asString())
                .isEqualTo("bob");
        assertThat(admin.ask("DELETE", "/api/v1/user/" + id).text()).isEqualTo("{}");
        assertThat(admin.ask("DELETE", "/api/v1/user/" + id).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST   | /api/v1/user                 | {\"name\":\"!bad\"}          | 400",
                "POST   | /api/v1/user                 | {}                           | 400",
                "POST   | /api/v1/user                 | {\"name\":\"admin\"}         | 409",
                "POST   | /api/v1/user                 | {\"name\":1}                 | 422",
                "POST   | /api/v1/user                 | [1]                          | 422",
                "POST   | /api/v1/user                 | {\"name\":                   | 400",
                "GET    | /api/v1/user?id=x            | ''                           | 400",
                "GET    | /api/v1/node/x               | ''                           | 400",
                "GET    | /api/v1/node/99              | ''                           | 404",
                "DELETE | /api/v1/node/99              | ''                           | 404",
                "POST   | /api/v1/node/99/rename/x     | ''                           | 404",
                "POST   | /api/v1/node/99/tags         | {\"tags\":[]}                | 400",
                "POST   | /api/v1/node/99/expire       | {\"expiry\":\"soon\"}        | 422",
                "POST   | /api/v1/preauthkey           | {\"user\":\"99\"}            | 404",
                "POST   | /api/v1/preauthkey           | {\"aclTags\":[\"x\"]}        | 400",
                "POST   | /api/v1/preauthkey/expire    | {\"id\":\"99\"}              | 404",
                "DELETE | /api/v1/preauthkey?id=99     | ''                           | 404",
                "POST   | /api/v1/apikey/expire        | {}                           | 400",
                "DELETE | /api/v1/apikey/abc           | ''                           | 404",
                "POST   | /api/v1/node/backfillips     | ''                           | 400",
                "POST   | /api/v1/auth/register        | {\"authId\":\"nobody\"}      | 400",
                "POST   | /api/v1/auth/register        | {\"authId\":\"hskey-authreq-nobody\"} | 404",
                "POST   | /api/v1/auth/approve         | {}                           | 400",
                "POST   | /api/v1/auth/approve         | {\"authId\":\"hskey-authreq-nobody\"} | 404",
                "POST   | /api/v1/auth/reject          | {\"authId\":\"hskey-authreq-nobody\"} | 404",
                "POST   | /api/v1/debug/node           | {\"user\":\"ghost\",\"key\":\"hskey-authreq-x\"} | 404",
                "POST   | /api/v1/debug/node           | {\"user\":\"admin\",\"key\":\"x\",\"name\":\"n\"} | 400",
                "POST   | /api/v1/routes/5/enable      | ''                           | 404",
                "GET    | /api/v1/user/ghost           | ''                           | 404",
                "GET    | /api/v1/policy               | ''                           | 404",
                "POST   | /api/v1/tailnet              | {\"name\":\"default\"}       | 409",
                "DELETE | /api/v1/tailnet/default      | ''                           | 400",
                "POST   | /api/v1/tailnet/default/rename/x | ''                       | 400",
                "GET    | /api/v1/nothing              | ''                           | 404",
            })
    void what_cannot_be_done_is_a_problem_with_its_status(String method, String path, String body, int status) {
        var answer = admin.ask(method, path, body);

        assertThat(answer.status()).isEqualTo(status);
        if (!path.endsWith("nothing")) {
            assertThat(answer.json().path("status").asInt()).isEqualTo(status);
            assertThat(answer.detail()).isNotEmpty();
        }
    }

    @Test
    void a_user_that_owns_nodes_stays_and_so_does_the_last_one() {
        String admins =
                admin.ask("GET", "/api/v1/user").json().at("/users/0/id").asString();
        assertThat(admin.ask("DELETE", "/api/v1/user/" + admins).detail()).contains("last user");

        admin.ask("POST", "/api/v1/user", "{\"name\":\"ana\"}");
        admin.join("default", "box");

        assertThat(admin.ask("DELETE", "/api/v1/user/" + admins).status()).isEqualTo(400);
        assertThat(admin.ask("DELETE", "/api/v1/user/" + admins).detail()).contains("still owns nodes");
    }

    @Test
    void a_node_has_every_field_of_the_peers_document() {
        String id = admin.join("default", "box").toString();

        JsonNode node = admin.ask("GET", "/api/v1/node/" + id).json().path("node");

        assertThat(fieldsOf(node))
                .containsExactlyInAnyOrderElementsOf(PeerApi.read().shape("Node"));
        assertThat(node.path("machineKey").asString()).startsWith("mkey:");
        assertThat(node.path("name").asString()).isEqualTo("BOX");
        assertThat(node.path("givenName").asString()).isEqualTo("box");
        assertThat(node.path("expiry").isNull()).isTrue();
        assertThat(node.path("ipAddresses")).hasSize(2);
        assertThat(node.path("registerMethod").asString()).isEqualTo("REGISTER_METHOD_CLI");
    }

    @Test
    void a_node_is_renamed_expired_routed_moved_and_removed() {
        String node = "/api/v1/node/" + admin.join("default", "box");
        admin.join("default", "other");
        admin.ask("POST", "/api/v1/user", "{\"name\":\"ana\"}");

        assertThat(admin.ask("POST", node + "/rename/new")
                        .json()
                        .at("/node/givenName")
                        .asString())
                .isEqualTo("new");
        assertThat(admin.ask("POST", node + "/rename/other").status()).isEqualTo(400);
        assertThat(admin.ask("POST", node + "/rename/No").status()).isEqualTo(400);
        assertThat(admin.ask("POST", node + "/expire").json().at("/node/expiry").asString())
                .isEqualTo("2026-11-23T12:00:00Z");
        assertThat(admin.ask("POST", node + "/expire", "{\"expiry\":\"2030-01-01T01:00:00+01:00\"}")
                        .json()
                        .at("/node/expiry")
                        .asString())
                .isEqualTo("2030-01-01T00:00:00Z");
        assertThat(admin.ask("POST", node + "/expire", "{\"disableExpiry\":true}")
                        .json()
                        .at("/node/expiry")
                        .isNull())
                .isTrue();
        assertThat(admin.ask("POST", node + "/approve_routes", "{\"routes\":[\"10.1.2.3/8\",\"::/0\"]}")
                        .json()
                        .at("/node/approvedRoutes")
                        .toString())
                .isEqualTo("[\"0.0.0.0/0\",\"10.0.0.0/8\",\"::/0\"]");
        assertThat(admin.ask("POST", node + "/approve_routes", "{\"routes\":[\"10\"]}")
                        .status())
                .isEqualTo(400);
        assertThat(admin.ask("POST", node + "/user", "{\"user\":\"ana\"}")
                        .json()
                        .at("/node/user/name")
                        .asString())
                .isEqualTo("ana");
        assertThat(admin.ask("GET", "/api/v1/node?user=ana").json().path("nodes"))
                .hasSize(1);
        assertThat(admin.ask("DELETE", node).text()).isEqualTo("{}");
        assertThat(admin.ask("GET", "/api/v1/node").json().path("nodes")).hasSize(1);
    }

    @Test
    void a_tag_that_no_policy_knows_is_refused() {
        String node = "/api/v1/node/" + admin.join("default", "box");

        assertThat(admin.ask("POST", node + "/tags", "{\"tags\":[\"tag:ghost\"]}")
                        .detail())
                .contains("tag:ghost");
        assertThat(admin.ask("POST", node + "/tags", "{\"tags\":[\"ghost\"]}").status())
                .isEqualTo(400);
    }

    @Test
    void a_preauth_key_is_shown_once_kept_hashed_and_never_born_expired() {
        var made = admin.ask("POST", "/api/v1/preauthkey", "{\"reusable\":true}")
                .json()
                .path("preAuthKey");

        assertThat(made.path("key").asString()).matches("hskey-auth-[0-9a-f]{12}-[0-9a-f]{64}");
        assertThat(made.path("expiration").asString()).isEqualTo("2026-11-23T13:00:00Z");
        JsonNode listed = admin.ask("GET", "/api/v1/preauthkey").json().at("/preAuthKeys/0");
        assertThat(fieldsOf(listed))
                .containsExactlyInAnyOrder(
                        "user", "id", "key", "reusable", "ephemeral", "used", "expiration", "createdAt", "aclTags");
        assertThat(listed.path("key").asString()).matches("hskey-auth-[0-9a-f]{12}-\\*\\*\\*");
        assertThat(made.path("key").asString())
                .startsWith(listed.path("key").asString().replace("***", ""));

        String id = "{\"id\":\"" + listed.path("id").asString() + "\"}";
        assertThat(admin.ask("POST", "/api/v1/preauthkey/expire", id).text()).isEqualTo("{}");
        assertThat(admin.ask("GET", "/api/v1/preauthkey")
                        .json()
                        .at("/preAuthKeys/0/expiration")
                        .asString())
                .isEqualTo("2026-11-23T12:00:00Z");
        assertThat(admin.ask(
                                "DELETE",
                                "/api/v1/preauthkey?id=" + listed.path("id").asString())
                        .text())
                .isEqualTo("{}");
        assertThat(admin.ask("GET", "/api/v1/preauthkey").json().path("preAuthKeys"))
                .isEmpty();
    }

    @Test
    void a_key_with_tags_alone_makes_tagged_nodes() {
        var made = admin.ask("POST", "/api/v1/preauthkey", "{\"aclTags\":[\"tag:b\",\"tag:a\"]}")
                .json();

        assertThat(made.at("/preAuthKey/aclTags").toString()).isEqualTo("[\"tag:a\",\"tag:b\"]");
        assertThat(made.at("/preAuthKey/user").isNull()).isTrue();
    }

    @Test
    void the_network_needs_a_key_that_fits_and_has_not_run_out() {
        String key = admin.ask("POST", "/api/v1/apikey").json().path("apiKey").asString();
        String other = key.substring(0, key.length() - 1) + (key.endsWith("0") ? "1" : "0");

        assertThat(admin.askWith(key, "GET", "/api/v1/user", Map.of()).status()).isEqualTo(200);
        assertThat(admin.askWith(other, "GET", "/api/v1/user", Map.of()).status())
                .isEqualTo(401);
        assertThat(admin.askWith("", "GET", "/api/v1/user", Map.of()).text()).doesNotContain("admin");

        admin.at(Administration.NOON.plus(Duration.ofDays(91)));
        assertThat(admin.askWith(key, "GET", "/api/v1/user", Map.of()).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/user", "/api/v1/node", "/api/v1/health", "/api/v1/tailnet", "/api/v1/policy"})
    void nothing_is_told_without_a_key(String path) {
        var answer = admin.askWith("hskey-api-000000000000-" + "0".repeat(64), "GET", path, Map.of());

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).isEqualTo("{\"title\":\"Unauthorized\",\"status\":401,\"detail\":\"Unauthorized\"}");
    }

    @Test
    void an_api_key_is_listed_with_its_last_use_expired_by_its_shown_prefix_and_removed_by_id() {
        String key = admin.ask("POST", "/api/v1/apikey").json().path("apiKey").asString();
        admin.askWith(key, "GET", "/api/v1/user", Map.of());

        JsonNode listed = admin.ask("GET", "/api/v1/apikey").json().at("/apiKeys/0");
        assertThat(fieldsOf(listed)).containsExactlyInAnyOrder("id", "prefix", "expiration", "createdAt", "lastSeen");
        assertThat(listed.path("lastSeen").asString()).isEqualTo("2026-11-23T12:00:00Z");

        String prefix = "{\"prefix\":\"" + listed.path("prefix").asString() + "\"}";
        assertThat(admin.ask("POST", "/api/v1/apikey/expire", prefix).status()).isEqualTo(200);
        assertThat(admin.askWith(key, "GET", "/api/v1/user", Map.of()).status()).isEqualTo(401);
        assertThat(admin.ask(
                                "DELETE",
                                "/api/v1/apikey/-?id=" + listed.path("id").asString())
                        .status())
                .isEqualTo(200);
        assertThat(admin.ask("GET", "/api/v1/apikey").json().path("apiKeys")).isEmpty();
    }

    @Test
    void tailnets_keep_their_users_and_nodes_to_themselves() {
        assertThat(admin.ask("POST", "/api/v1/tailnet", "{\"name\":\"one\"}").status())
                .isEqualTo(200);
        String node = admin.join("one", "box").toString();

        assertThat(admin.askOf("one", "GET", "/api/v1/node", "").json().path("nodes"))
                .hasSize(1);
        assertThat(admin.askOf("one", "GET", "/api/v1/user", "")
                        .json()
                        .at("/users/0/name")
                        .asString())
                .isEqualTo("one");
        assertThat(admin.ask("GET", "/api/v1/node").json().path("nodes")).isEmpty();
        assertThat(admin.ask("GET", "/api/v1/node/" + node).status()).isEqualTo(404);
        assertThat(admin.askOf("two", "GET", "/api/v1/node", "").status()).isEqualTo(404);
        assertThat(admin.ask("DELETE", "/api/v1/tailnet/one").status()).isEqualTo(400);
        assertThat(admin.ask("POST", "/api/v1/tailnet/one/rename/uno")
                        .json()
                        .at("/tailnet/name")
                        .asString())
                .isEqualTo("uno");
        assertThat(admin.ask("DELETE", "/api/v1/tailnet/uno?force=true").status())
                .isEqualTo(200);
        assertThat(admin.ask("GET", "/api/v1/tailnet").json().path("tailnets")).hasSize(1);
    }

    @Test
    void a_node_is_shared_and_unshared_by_who_may_do_everything() {
        String one = admin.ask("POST", "/api/v1/tailnet", "{\"name\":\"one\"}")
                .json()
                .at("/tailnet/id")
                .asString();
        var node = admin.join("default", "wiki");
        String key = admin.ask("POST", "/api/v1/apikey").json().path("apiKey").asString();
        String ofOne = admin.askOf("one", "POST", "/api/v1/apikey", "")
                .json()
                .path("apiKey")
                .asString();
        String path = "/api/v1/node/" + node;

        assertThat(admin.ask("POST", path + "/share", "{\"tailnet\":\"none\"}").status())
                .isEqualTo(404);
        assertThat(admin.ask("POST", path + "/share", "{\"tailnet\":\"default\"}")
                        .status())
                .isEqualTo(400);
        assertThat(admin.ask("POST", path + "/share", "{}").status()).isEqualTo(400);
        assertThat(admin.ask("POST", "/api/v1/node/999/share", "{\"tailnet\":\"one\"}")
                        .status())
                .isEqualTo(404);
        assertThat(admin.askWith(ofOne, "POST", path + "/share", Map.of()).status())
                .isEqualTo(404);
        assertThat(admin.askWith(key, "POST", path + "/share", Map.of()).status())
                .isEqualTo(400);

        var shared = admin.ask("POST", path + "/share", "{\"tailnet\":\"one\"}");
        assertThat(shared.json().at("/node/sharedWith/0").asString()).isEqualTo(one);
        assertThat(admin.ask("POST", path + "/share", "{\"tailnet\":\"one\"}").status())
                .isEqualTo(200);
        var unshared = admin.ask("POST", path + "/unshare", "{\"tailnet\":\"one\"}");
        assertThat(unshared.json().at("/node").has("sharedWith")).isFalse();
    }

    @Test
    void the_key_of_one_tailnet_opens_that_one_and_cannot_tell_that_there_are_others() {
        admin.ask("POST", "/api/v1/tailnet", "{\"name\":\"one\"}");
        admin.ask("POST", "/api/v1/apikey");
        String key = admin.askOf("one", "POST", "/api/v1/apikey", "")
                .json()
                .path("apiKey")
                .asString();

        assertThat(admin.askWith(key, "GET", "/api/v1/user", Map.of())
                        .json()
                        .at("/users/0/name")
                        .asString())
                .isEqualTo("one");
        assertThat(admin.askWith(key, "GET", "/api/v1/apikey", Map.of()).json().path("apiKeys"))
                .hasSize(1);
        assertThat(admin.askWith(key, "GET", "/api/v1/tailnet", Map.of()).status())
                .isEqualTo(404);
        var existing = admin.askWith(key, "GET", "/api/v1/user", Map.of("headscale-tailnet", List.of("default")));
        var absent = admin.askWith(key, "GET", "/api/v1/user", Map.of("headscale-tailnet", List.of("nothing")));
        assertThat(existing.status()).isEqualTo(404);
        assertThat(existing.text()).isEqualTo(absent.text().replace("nothing", "default"));
    }

    @Test
    void a_node_is_moved_to_another_tailnet_with_its_addresses() {
        admin.coordinator.create("office");
        var id = admin.join("default", "laptop");
        var addresses = admin.ask("GET", "/api/v1/node/" + id).json().at("/node/ipAddresses");

        var moved = admin.ask("POST", "/api/v1/node/" + id + "/tailnet", "{\"tailnet\":\"office\"}");

        assertThat(moved.status()).isEqualTo(200);
        assertThat(moved.json().at("/node/user/name").asString()).isEqualTo("office");
        assertThat(moved.json().at("/node/ipAddresses")).isEqualTo(addresses);
        assertThat(admin.ask("GET", "/api/v1/node/" + id).status()).isEqualTo(404);
        assertThat(admin.askOf("office", "GET", "/api/v1/node/" + id, "").status())
                .isEqualTo(200);
    }

    @Test
    void a_node_is_not_moved_to_where_there_is_no_such_user_or_tailnet() {
        admin.coordinator.create("office");
        var id = admin.join("default", "laptop");
        String path = "/api/v1/node/" + id + "/tailnet";

        assertThat(admin.ask("POST", path, "{\"tailnet\":\"attic\"}").status()).isEqualTo(404);
        assertThat(admin.ask("POST", path, "{\"tailnet\":\"office\",\"user\":\"ghost\"}")
                        .status())
                .isEqualTo(404);
        assertThat(admin.ask("POST", path, "{\"tailnet\":\"default\"}").status())
                .isEqualTo(400);
        assertThat(admin.ask("GET", "/api/v1/node/" + id).status()).isEqualTo(200);
    }

    @Test
    void a_tailnet_keeps_no_more_pre_auth_keys_than_the_operator_allows() {
        try (var bounded = new Administration(new Limits(0, 1))) {
            bounded.ask("POST", "/api/v1/preauthkey", "{}");

            var refused = bounded.ask("POST", "/api/v1/preauthkey", "{}");

            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.detail())
                    .isEqualTo("the tailnet has 1 pre-auth key, as many as limits.preauth_keys allows; remove some");
        }
    }

    @Test
    void a_waiting_node_gets_the_addresses_that_were_chosen_for_it() {
        String body = "{\"authId\":\"hskey-authreq-waiting\",\"ipAddresses\":[\"100.64.0.9\",\"fd7a:115c:a1e0::9\"]}";

        assertThat(admin.ask("POST", "/api/v1/auth/register", body).status()).isEqualTo(200);
        assertThat(admin.letIn.getLast()).endsWith(" [100.64.0.9, fd7a:115c:a1e0::9]");
        assertThat(admin.ask("POST", "/api/v1/auth/register", body.replace("100.64.0.9", "nine"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_waiting_node_is_let_in_for_a_named_user_or_the_owner() {
        assertThat(admin.ask("POST", "/api/v1/auth/register", "{\"authId\":\"hskey-authreq-waiting\"}")
                        .json()
                        .at("/node/user/name")
                        .asString())
                .isEqualTo("admin");
        assertThat(admin.ask(
                                "POST",
                                "/api/v1/auth/register",
                                "{\"authId\":\"hskey-authreq-waiting\",\"user\":\"ghost\"}")
                        .status())
                .isEqualTo(404);
        assertThat(admin.letIn).hasSize(1);
    }

    @Test
    void a_policy_that_is_none_is_refused_with_its_place_and_nothing_changes() {
        var refused = admin.ask("PUT", "/api/v1/policy", "{\"policy\":\"{\\n  nonsense\"}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(admin.ask("GET", "/api/v1/policy").detail()).isEqualTo("acl policy not found");
    }

    @Test
    void addresses_that_lack_nothing_stay() {
        admin.join("default", "box");

        assertThat(admin.ask("POST", "/api/v1/node/backfillips?confirmed=true").text())
                .isEqualTo("{\"changes\":[]}");
    }

    @Test
    void health_tells_whether_the_database_can_be_used() {
        assertThat(admin.ask("GET", "/api/v1/health").text()).isEqualTo("{\"databaseConnectivity\":true}");
    }
}
