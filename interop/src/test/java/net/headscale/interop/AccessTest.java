package net.headscale.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.Stream;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.Family;
import net.headscale.interop.rig.RealClient;
import net.headscale.interop.rig.Web;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What the policy's rules let real clients do, and how soon a change counts.
@Scenario
class AccessTest {
    private static final Results RESULTS = Results.of("policy");
    private static final boolean IS_FULL = Boolean.getBoolean("full");
    private static final int ROUNDS = IS_FULL ? 9 : 3;
    private static final Duration GOAL = Duration.ofMillis(500);
    private static final Duration DEADLINE = GOAL.multipliedBy(12); // a look costs more than the change
    private static final Duration LOOK = Duration.ofMillis(250); // an answer takes some milliseconds
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static boolean isOpen(RealClient from, RealClient to, int port) {
        return Web.answers(from.host(), to.status().self().ipv4(), port, PATIENCE);
    }

    private static boolean isClosed(RealClient from, RealClient to, int port) {
        return !Web.answers(from.host(), to.status().self().ipv4(), port, Duration.ofSeconds(1));
    }

    private static String ports(String ports) {
        return """
                {"acls": [{"action": "accept", "src": ["ana@"], "dst": ["ben@:%s"]}]}""".formatted(ports);
    }

    @Test
    void a_port_closes_and_opens_again_while_clients_run(Testbed testbed) {
        testbed.user("ana");
        testbed.user("ben");
        testbed.policy(ports("22,80"));
        RealClient ana = testbed.joinAs("ana", "ana");
        RealClient ben = testbed.joinAs("ben", "ben");
        Web.start(ben.host(), 22);
        Web.start(ben.host(), 80);
        Web.start(ana.host(), 80);
        Await.until("port 80 to be open", PATIENCE, () -> isOpen(ana, ben, 80));
        assertThat(isClosed(ben, ana, 80)).isTrue();
        String target = ben.status().self().ipv4();

        var closed = new ArrayList<Duration>();
        var opened = new ArrayList<Duration>();
        for (int round = 0; round < ROUNDS; round++) {
            closed.add(Results.timeOf(() -> testbed.policy(ports("22")))
                    .plus(Await.until("port 80 to close", DEADLINE, () -> !Web.answers(ana.host(), target, 80, LOOK))));
            assertThat(isOpen(ana, ben, 22)).isTrue();
            assertThat(ana.status().seesOnline("ben")).isTrue();
            opened.add(Results.timeOf(() -> testbed.policy(ports("22,80")))
                    .plus(Await.until("port 80 to open", DEADLINE, () -> Web.answers(ana.host(), target, 80, LOOK))));
        }

        RESULTS.record("a denied port is closed", GOAL, closed);
        RESULTS.record("an allowed port is open", GOAL, opened);
    }

    @Test
    void a_policy_that_is_refused_changes_nothing(Testbed testbed) {
        testbed.user("ana");
        testbed.user("ben");
        testbed.policy(ports("80"));
        RealClient ana = testbed.joinAs("ana", "ana");
        RealClient ben = testbed.joinAs("ben", "ben");
        Web.start(ben.host(), 80);
        Await.until("port 80 to be open", PATIENCE, () -> isOpen(ana, ben, 80));
        testbed.headscale().write("refused.hujson", """
                {
                  "acls": [],
                  "tests": [{"src": "ana@", "accept": ["ben@:80"]}],
                }""");

        var refused = testbed.headscale().attempt("-n", Testbed.NAMESPACE, "policy", "set", "-f", "refused.hujson");

        assertThat(refused.succeeded()).isFalse();
        assertThat(refused.err()).contains("line 3").contains("test(s) failed").contains("want: Accept, got: Drop");
        assertThat(isOpen(ana, ben, 80)).isTrue();
        assertThat(testbed.headscale()
                        .run("-n", Testbed.NAMESPACE, "policy", "explain", "--src", "ana", "--dst", "ben:80")
                        .out())
                .contains("ana -> ben: allowed")
                .contains("acls[0], line 1");
    }

    static Stream<Arguments> policies() {
        Stream<Arguments> core = Stream.of(
                Arguments.of("nobody", "{\"acls\": []}", "", ""),
                Arguments.of("one way is enough to see each other", ports("*"), "ben", "ana"),
                Arguments.of("members", """
                        {"grants": [{"src": ["autogroup:member"], "dst": ["autogroup:member"], "ip": ["*"]}]}""", "ben", "ana"));
        Stream<Arguments> more = Stream.of(
                Arguments.of("tagged", """
                        {"tagOwners": {"tag:web": []},
                         "acls": [{"action": "accept", "src": ["ana@"], "dst": ["tag:web:80"]}]}""", "web", ""),
                Arguments.of("a group with somebody who does not exist", """
                        {"groups": {"group:all": ["ana@", "ghost@", "ben@"]},
                         "acls": [{"action": "accept", "src": ["group:all"], "dst": ["group:all:*"]}]}""", "ben", "ana"),
                Arguments.of("own nodes only", """
                        {"acls": [{"action": "accept", "src": ["autogroup:member"], "dst": ["autogroup:self:*"]}]}""", "", ""));
        return IS_FULL ? Stream.concat(core, more) : core;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("policies")
    void a_client_has_exactly_the_peers_that_some_rule_leads_to_or_from(
            String name, String policy, String seenByAna, String seenByBen, Testbed testbed) {
        testbed.user("ana");
        testbed.user("ben");
        testbed.policy("{\"tagOwners\": {\"tag:web\": []}}");
        RealClient ana = testbed.joinAs("ana", "ana");
        RealClient ben = testbed.joinAs("ben", "ben");
        testbed.joinWith(testbed.headscale().authKey(Testbed.NAMESPACE, "--tags", "tag:web"), "web");

        testbed.policy(policy);

        Await.until(name + ", for ana", PATIENCE, () -> peers(ana).equals(seenByAna));
        Await.until(name + ", for ben", PATIENCE, () -> peers(ben).equals(seenByBen));
    }

    private static String peers(RealClient client) {
        return String.join(" ", client.status().peers().keySet());
    }

    @Test
    void a_tag_that_an_administrator_sets_counts_without_a_restart(Testbed testbed) {
        testbed.user("ana");
        testbed.user("ben");
        testbed.policy("""
                {"tagOwners": {"tag:web": [], "tag:mail": []},
                 "acls": [{"action": "accept", "src": ["ana@"], "dst": ["tag:web:80"]},
                          {"action": "accept", "src": ["ana@"], "dst": ["tag:mail:25"]}]}""");
        RealClient ana = testbed.joinAs("ana", "ana");
        RealClient box = testbed.joinAs("ben", "box");
        Web.start(box.host(), 80);
        Web.start(box.host(), 25);
        assertThat(ana.status().peers()).isEmpty();

        tag(testbed, "tag:web");
        Await.until("box to be seen", PATIENCE, () -> ana.status().seesOnline("box"));
        Await.until("port 80 to open", PATIENCE, () -> isOpen(ana, box, 80));
        assertThat(isClosed(ana, box, 25)).isTrue();
        assertThat(box.status().self().json().path("Tags").values().toString()).contains("tag:web");

        tag(testbed, "tag:mail");
        Await.until("port 25 to open", PATIENCE, () -> isOpen(ana, box, 25));
        assertThat(isClosed(ana, box, 80)).isTrue();
        assertThat(ana.discoPing(box.status().self().ipv4())).isPresent();
    }

    private static void tag(Testbed testbed, String tag) {
        String id = testbed.node("box").path("id").asString();
        testbed.headscale().run("-n", Testbed.NAMESPACE, "nodes", "tag", "-i", id, "-t", tag);
    }

    @Test
    void own_nodes_reach_each_other_and_nobody_elses(Testbed testbed) {
        testbed.user("ana");
        testbed.user("ben");
        testbed.policy("""
                {"acls": [{"action": "accept", "src": ["autogroup:member"], "dst": ["autogroup:self:*"]}]}""");
        RealClient desk = testbed.joinAs("ana", "desk");
        RealClient phone = testbed.joinAs("ana", "phone");
        RealClient ben = testbed.joinAs("ben", "ben");

        assertThat(desk.reaches(phone, PATIENCE)).contains(Family.IPV4, Family.IPV6);
        assertThat(phone.status().peers()).containsOnlyKeys("desk");
        assertThat(ben.status().peers()).isEmpty();
        assertThat(ben.reaches(desk, Duration.ofSeconds(1))).isEmpty();
    }
}
