package net.headscale.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.headscale.admin.Administration.Answer;
import net.headscale.coordinator.Decision;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Host;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.Hostinfo;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class PolicyLifeTest {
    private static final String FIRST = "{\"acls\": []}";
    private static final String SECOND = "{\"grants\": []}";

    @AutoClose
    private final Administration admin = new Administration();

    @Test
    void a_policy_whose_tests_fail_changes_nothing_and_says_which_line_failed() {
        admin.join("default", "box");
        set(FIRST);

        Answer refused = set("""
                {
                  "acls": [{"action": "accept", "src": ["admin@"], "dst": ["admin@:22"]}],
                  "tests": [
                    {"src": "admin@", "accept": ["admin@:22"]},
                    {"src": "admin@", "accept": ["admin@:80"]},
                  ],
                }""");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.detail())
                .startsWith("line 5, column 1: test(s) failed")
                .contains("address \"admin@:80\": want: Accept, got: Drop")
                .doesNotContain("admin@:22\":");
        assertThat(current().path("policy").asString()).isEqualTo(FIRST);
    }

    @Test
    void a_check_runs_the_tests_too() {
        Answer refused = put(
                "POST",
                "/api/v1/policy/check",
                "{\"tests\": [{\"src\": \"admin@\", \"deny\": [\"10.0.0.1:80\"]}]}",
                "");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.detail()).contains("test(s) failed").contains("nobody to test for");
    }

    @Test
    void ssh_tests_count_as_well() {
        admin.join("default", "box");

        Answer refused = set("""
                {"ssh": [], "sshTests": [{"src": "admin@", "dst": ["admin@"], "accept": ["root"]}]}""");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.detail()).contains("ssh root@admin@: want: accept");
    }

    @Test
    void who_began_with_another_policy_does_not_overwrite_it() {
        String tag = tagOf(set(FIRST));
        set(SECOND);

        Answer late = put("PUT", "/api/v1/policy", FIRST, tag);

        assertThat(late.status()).isEqualTo(412);
        assertThat(late.detail()).contains("somebody else changed the policy (local socket)");
        assertThat(current().path("policy").asString()).isEqualTo(SECOND);
        assertThat(put("PUT", "/api/v1/policy", FIRST, tagOf(get())).status()).isEqualTo(200);
    }

    @Test
    void the_tag_may_come_in_the_header_if_match() {
        set(FIRST);
        admin.ask("POST", "/api/v1/apikey");
        String key = admin.ask("POST", "/api/v1/apikey").json().path("apiKey").asString();
        String body = body(SECOND, "").toString();

        Answer late =
                admin.askWith(key, "PUT", "/api/v1/policy", body, Map.of("if-match", List.of("\"0123456789abcdef\"")));
        Answer right =
                admin.askWith(key, "PUT", "/api/v1/policy", body, Map.of("if-match", List.of(get().header("etag"))));

        assertThat(late.status()).isEqualTo(412);
        assertThat(right.status()).isEqualTo(200);
        assertThat(right.header("etag")).isEqualTo(get().header("etag"));
        assertThat(newestVersion().path("author").asString()).startsWith("hskey-api-");
    }

    @Test
    void the_first_policy_can_be_set_on_the_condition_that_there_is_none() {
        assertThat(put("PUT", "/api/v1/policy", FIRST, "none").status()).isEqualTo(200);
        assertThat(put("PUT", "/api/v1/policy", SECOND, "none").status()).isEqualTo(412);
    }

    @Test
    void every_version_is_kept_with_its_time_and_author() {
        set(FIRST);
        set(SECOND);
        set(SECOND);

        List<JsonNode> versions = admin.ask("GET", "/api/v1/policy/versions")
                .json()
                .path("versions")
                .valueStream()
                .toList();

        assertThat(versions).hasSize(2);
        assertThat(versions.getFirst().path("etag").asString()).isEqualTo(tagOf(get()));
        assertThat(versions.getLast().path("updatedAt").asString()).isEqualTo(Administration.NOON.toString());
        String first = versions.getLast().path("version").asString();
        assertThat(admin.ask("GET", "/api/v1/policy?version=" + first)
                        .json()
                        .path("policy")
                        .asString())
                .isEqualTo(FIRST);
        assertThat(admin.ask("GET", "/api/v1/policy?version=999").status()).isEqualTo(404);
    }

    @Test
    void what_has_no_effect_here_is_accepted_with_a_warning_that_names_the_line() {
        Answer checked = put("POST", "/api/v1/policy/check", """
                {
                  "autoApprovers": {"services": {}},
                }""", "");

        assertThat(checked.status()).isEqualTo(200);
        assertThat(checked.json().at("/warnings/0/line").asInt()).isEqualTo(2);
        assertThat(checked.json().at("/warnings/0/message").asString()).contains("Services");
    }

    @Test
    void routes_that_wait_are_approved_as_soon_as_a_policy_does_so_and_stay_when_it_no_longer_does() {
        NodeId router = admin.join("default", "router");
        advertise(router, "10.1.0.0/16", "192.168.0.0/24");

        set("{\"autoApprovers\": {\"routes\": {\"10.0.0.0/8\": [\"admin@\"]}}}");

        assertThat(approved(router)).containsExactly("10.1.0.0/16");
        set(FIRST);
        assertThat(approved(router)).containsExactly("10.1.0.0/16");
    }

    @Test
    void routes_that_wait_are_approved_together_with_the_tag_or_the_user_that_the_policy_approves_them_for() {
        NodeId router = admin.join("default", "router");
        advertise(router, "10.1.0.0/16");
        NodeId moved = admin.join("default", "moved");
        advertise(moved, "10.2.0.0/16", "0.0.0.0/0");
        admin.ask("POST", "/api/v1/user", "{\"name\":\"ana\"}");
        set("""
                {"tagOwners": {"tag:router": []},
                 "autoApprovers": {"routes": {"10.0.0.0/8": ["tag:router", "ana@"]}, "exitNode": ["ana@"]}}""");
        assertThat(approved(router)).isEmpty();

        Answer tagged = admin.ask("POST", "/api/v1/node/" + router + "/tags", "{\"tags\":[\"tag:router\"]}");
        admin.ask("POST", "/api/v1/node/" + moved + "/user", "{\"user\":\"ana\"}");

        assertThat(tagged.json().at("/node/approvedRoutes/0").asString()).isEqualTo("10.1.0.0/16");
        assertThat(approved(moved)).containsExactly("0.0.0.0/0", "10.2.0.0/16");
    }

    @Test
    void a_route_within_another_routers_is_warned_about_wherever_it_is_approved() {
        NodeId wide = admin.join("default", "wide");
        advertise(wide, "10.0.0.0/8", "192.168.0.0/24");
        NodeId narrow = admin.join("default", "narrow");
        advertise(narrow, "10.1.0.0/16", "192.168.0.0/24");
        String shadow = "route 10.1.0.0/16 of narrow shadows a part of 10.0.0.0/8 of wide";

        Answer first = approve(wide, "10.0.0.0/8", "192.168.0.0/24");
        Answer planned = put("POST", "/api/v1/policy/check", """
                {
                  "autoApprovers": {"routes": {"10.1.0.0/16": ["admin@"]}},
                }""", "");
        Answer second = approve(narrow, "10.1.0.0/16", "192.168.0.0/24");

        assertThat(first.json().has("warnings")).isFalse();
        assertThat(planned.json().at("/warnings/0/message").asString()).isEqualTo(shadow);
        assertThat(planned.json().at("/warnings/0/line").asInt()).isEqualTo(2);
        assertThat(second.json().path("warnings").toString()).isEqualTo("[\"" + shadow + "\"]");
        assertThat(approve(wide, "10.0.0.0/8").json().path("warnings").toString())
                .contains(shadow);
    }

    private Answer approve(NodeId node, String... routes) {
        return admin.ask(
                "POST",
                "/api/v1/node/" + node + "/approve_routes",
                "{\"routes\":[\"" + String.join("\",\"", routes) + "\"]}");
    }

    @Test
    void an_explanation_names_the_lines_that_let_a_node_or_a_user_reach_another() {
        admin.join("default", "box");
        admin.join("default", "other");
        set("""
                {"acls": [
                  {"action": "accept", "src": ["*"], "dst": ["10.0.0.1:*"]},
                  {"action": "accept", "src": ["admin@"], "dst": ["admin@:22"]}, // shells
                ]}""");

        JsonNode shell = explain("box", "other:22");
        JsonNode web = explain("admin@", "other:80");

        assertThat(shell.path("allowed").asBoolean()).isTrue();
        assertThat(shell.at("/answers/0/rules/0/section").asString()).isEqualTo("acls");
        assertThat(shell.at("/answers/0/rules/0/index").asInt()).isEqualTo(1);
        assertThat(shell.at("/answers/0/rules/0/line").asInt()).isEqualTo(3);
        assertThat(shell.at("/answers/0/rules/0/text").asString()).endsWith("// shells");
        assertThat(web.path("allowed").asBoolean()).isFalse();
        assertThat(web.path("answers")).hasSize(2);
        assertThat(admin.ask("GET", "/api/v1/policy/explain?src=ghost&dst=box").status())
                .isEqualTo(404);
    }

    @Test
    void a_role_changes_what_the_policy_says_and_a_tailnet_has_one_owner() {
        String ana = admin.ask("POST", "/api/v1/user", "{\"name\":\"ana\"}")
                .json()
                .at("/user/id")
                .asString();
        admin.join("default", "box");
        set("""
                {"acls": [{"action": "accept", "src": ["autogroup:owner"], "dst": ["*:22"]}]}""");
        String admins = admin.ask("GET", "/api/v1/user?name=admin")
                .json()
                .at("/users/0/id")
                .asString();

        assertThat(explain("box", "box:22").path("allowed").asBoolean()).isFalse();
        assertThat(role(admins, "owner")).isEqualTo("owner");
        assertThat(explain("box", "box:22").path("allowed").asBoolean()).isTrue();
        assertThat(role(ana, "owner")).isEqualTo("owner");
        assertThat(explain("box", "box:22").path("allowed").asBoolean()).isFalse();
        assertThat(admin.ask("POST", "/api/v1/user/" + ana + "/role", "{\"role\":\"king\"}")
                        .detail())
                .contains("expected one of member, owner, admin, it-admin");
    }

    private String role(String user, String role) {
        return admin.ask("POST", "/api/v1/user/" + user + "/role", "{\"role\":\"" + role + "\"}")
                .json()
                .path("role")
                .asString();
    }

    private JsonNode explain(String source, String destination) {
        return admin.ask("GET", "/api/v1/policy/explain?src=" + source + "&dst=" + destination)
                .json();
    }

    private void advertise(NodeId node, String... routes) {
        List<Prefix> prefixes = List.of(routes).stream().map(Prefix::parse).toList();
        var host = new Host(142, Hostinfo.builder().routableIps(prefixes).build());
        admin.coordinator.require("default").submit(_ -> Decision.of(new Change.HostChanged(node, host), true));
    }

    private List<String> approved(NodeId node) {
        return admin.coordinator.require("default").current().tailnet().nodes().get(node).approvedRoutes().stream()
                .map(Prefix::toString)
                .toList();
    }

    private static String tagOf(Answer answer) {
        return answer.header("etag").replace("\"", "");
    }

    private JsonNode newestVersion() {
        return admin.ask("GET", "/api/v1/policy/versions").json().at("/versions/0");
    }

    private Answer get() {
        return admin.ask("GET", "/api/v1/policy");
    }

    private JsonNode current() {
        return get().json();
    }

    private Answer set(String policy) {
        return put("PUT", "/api/v1/policy", policy, "");
    }

    private Answer put(String method, String path, String policy, String expected) {
        return admin.ask(method, path, body(policy, expected).toString());
    }

    private static JsonNode body(String policy, String expected) {
        return JsonNodeFactory.instance.objectNode().put("policy", policy).put("expected", expected);
    }
}
