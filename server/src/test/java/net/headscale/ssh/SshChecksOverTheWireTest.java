package net.headscale.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.headscale.control.TestServer;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.PolicyText;
import net.headscale.testkit.client.ControlRequest;
import net.headscale.testkit.client.HttpAnswer;
import net.headscale.testkit.client.Pending;
import net.headscale.testkit.client.SimulatedClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SshChecksOverTheWireTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CHECK = """
            {"ssh": [{"action": "check", "src": ["admin@"], "dst": ["admin@"], "users": ["root"], %s}]}""";

    private TestServer server = TestServer.start();
    private SimulatedClient desk;
    private SimulatedClient box;

    @BeforeEach
    void join() {
        desk = server.joined("desk");
        box = server.joined("box");
        policy(CHECK.formatted("\"checkPeriod\": \"1m\""));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void policy(String text) {
        server.change(new Change.PolicySet(new PolicyText(text, server.clock.instant())));
    }

    private NodeId id(SimulatedClient client) {
        return server.node(client).orElseThrow().id();
    }

    private String path(SimulatedClient source, String user) {
        return "/machine/ssh/action/" + id(source) + "/to/" + id(box) + "?local_user=" + user;
    }

    private static JsonNode json(HttpAnswer answer) {
        assertThat(answer.status()).isEqualTo(200);
        return JSON.readTree(answer.text());
    }

    /// What the box is told of a login from the desk as root.
    private JsonNode asked() {
        return json(box.get(path(desk, "root")));
    }

    private static String checkIn(JsonNode action) {
        return action.path("holdAndDelegate").asString().replaceFirst(".*&check=", "");
    }

    private Pending<HttpAnswer> held(String check) {
        return box.connection().send(ControlRequest.get(path(desk, "root") + "&check=" + check));
    }

    @Test
    void a_login_waits_until_somebody_approves_it() {
        JsonNode first = asked();
        String check = checkIn(first);

        assertThat(first.path("message").asString()).contains(TestServer.PUBLIC_URL + "/auth/" + check);
        var held = held(check);
        assertThat(held.isDone()).isFalse();
        assertThat(box.page("/auth/" + check).text()).contains("desk").contains("auth approve --auth-id " + check);
        assertThat(server.sshChecks.decide(check, true, _ -> true)).isTrue();

        assertThat(json(held.await()).path("accept").asBoolean(false)).isTrue();
        assertThat(box.page("/auth/" + check).status()).isEqualTo(404);
    }

    @Test
    void an_approval_counts_for_the_period_that_the_policy_says_and_no_longer() {
        server.sshChecks.decide(checkIn(asked()), true, _ -> true);

        assertThat(asked().path("accept").asBoolean(false)).isTrue();
        server.clock.advance(Duration.ofSeconds(59));
        assertThat(asked().path("accept").asBoolean(false)).isTrue();
        server.clock.advance(Duration.ofSeconds(1));
        assertThat(asked().path("holdAndDelegate").asString("")).isNotEmpty();
    }

    @Test
    void a_policy_that_always_checks_lets_in_the_one_login_that_was_approved() {
        policy(CHECK.formatted("\"checkPeriod\": \"always\""));
        String check = checkIn(asked());
        server.sshChecks.decide(check, true, _ -> true);

        assertThat(json(held(check).await()).path("accept").asBoolean(false)).isTrue();
        assertThat(asked().path("holdAndDelegate").asString("")).isNotEmpty();
        assertThat(json(held(check).await()).path("accept").asBoolean(false)).isFalse();
    }

    @Test
    void a_login_that_was_rejected_is_refused() {
        String check = checkIn(asked());
        var held = held(check);
        server.sshChecks.decide(check, false, _ -> true);

        assertThat(json(held.await()).path("reject").asBoolean(false)).isTrue();
        assertThat(asked().path("accept").asBoolean(false)).isFalse();
    }

    @Test
    void a_login_that_nobody_approves_is_refused_in_the_end() {
        var held = held(checkIn(asked()));
        server.clock.advance(Duration.ofMinutes(15));

        assertThat(json(held.await()).path("message").asString()).contains("Nobody approved");
    }

    @Test
    void a_rule_that_is_gone_while_somebody_waits_lets_nobody_in() {
        String check = checkIn(asked());
        var held = held(check);
        policy("{\"ssh\": []}");
        server.sshChecks.decide(check, true, _ -> true);

        assertThat(json(held.await()).path("reject").asBoolean(false)).isTrue();
    }

    @Test
    void only_the_machine_that_is_logged_in_to_may_ask_and_only_for_users_of_the_rule() {
        assertThat(json(desk.get(path(desk, "root"))).path("reject").asBoolean(false))
                .isTrue();
        assertThat(json(box.get(path(desk, "ana"))).path("reject").asBoolean(false))
                .isTrue();
        assertThat(json(box.get("/machine/ssh/action/1/to/nonsense"))
                        .path("reject")
                        .asBoolean(false))
                .isTrue();
    }

    @Test
    void the_name_of_a_local_user_reaches_the_page_as_text_only() {
        policy(CHECK.replace("\"root\"", "\"autogroup:nonroot\"").formatted("\"checkPeriod\": \"1m\""));
        JsonNode action = json(box.get(path(desk, "%3Cscript%3Ealert(1)%3C/script%3E")));

        String page = box.page("/auth/" + checkIn(action)).text();

        assertThat(page).contains("alert(1)").doesNotContain("<script");
    }

    @Test
    void who_administers_another_tailnet_decides_nothing() {
        assertThat(server.sshChecks.decide(checkIn(asked()), true, _ -> false)).isFalse();
        assertThat(server.sshChecks.decide("hskey-authreq-ssh-none", true, _ -> true))
                .isFalse();
    }

    @Test
    void after_a_restart_a_login_that_waits_gets_another_check() {
        String check = checkIn(asked());

        String path = path(desk, "root") + "&check=" + check;

        server = server.restart();
        var moved = server.closed(SimulatedClient.at(server.uri()).as(box.identity()));

        assertThat(checkIn(json(moved.get(path)))).isNotEqualTo(check).startsWith("hskey-authreq-ssh-");
    }
}
