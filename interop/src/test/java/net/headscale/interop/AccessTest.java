package net.headscale.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.ClientStatus;
import net.headscale.interop.rig.Command;
import net.headscale.interop.rig.Headscale;
import net.headscale.interop.rig.Lan;
import net.headscale.interop.rig.Program;
import net.headscale.interop.rig.RealClient;
import net.headscale.interop.rig.Web;
import org.junit.jupiter.api.Test;

/// What the policy's rules let real clients do, and how soon a change counts.
@Scenario
class AccessTest {
    private static final Results RESULTS = Results.of("policy");
    private static final boolean IS_FULL = Boolean.getBoolean("full");
    private static final int ROUNDS = IS_FULL ? 9 : 3;
    private static final Duration GOAL = Duration.ofMillis(500);
    private static final Duration MOST = GOAL.multipliedBy(3);
    private static final Duration DEADLINE = GOAL.multipliedBy(12); // a look costs more than the change
    private static final Duration LOOK = Duration.ofMillis(250); // an answer takes some milliseconds
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// The state of [AccessCase#core] that the command line sets: after it one way is left of all.
    private static final String TYPED = "one port of one user";

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

        assertThat(RESULTS.record("a denied port is closed", GOAL, closed)).isLessThan(MOST);
        assertThat(RESULTS.record("an allowed port is open", GOAL, opened)).isLessThan(MOST);
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

    /// The states of one tailnet one after the other: joining costs more than all of them.
    @Test
    void each_policy_lets_through_and_shows_exactly_what_its_rules_say(Testbed testbed) {
        testbed.user("ana");
        testbed.user("ben");
        testbed.policy("{\"tagOwners\": {\"tag:srv\": [], \"tag:mail\": []}}");
        var reach = Reach.among(
                testbed.joinAs("ana", "ana"),
                testbed.joinAs("ana", "phone"),
                testbed.joinAs("ben", "ben"),
                testbed.joinWith(testbed.headscale().authKey(Testbed.NAMESPACE, "--tags", "tag:srv"), "srv"),
                testbed.joinWith(testbed.headscale().authKey(Testbed.NAMESPACE, "--tags", "tag:mail"), "mail"));

        (IS_FULL ? Stream.concat(AccessCase.core(), AccessCase.more()) : AccessCase.core()).forEach(state -> {
            String text = state.text(reach.addressesByWord());
            if (state.name().equals(TYPED)) {
                type(testbed.headscale(), text);
            } else {
                testbed.policy(text);
            }
            reach.awaitPeers(state.name(), state.peers());
            reach.awaitOpen(state.name(), state.open());
        });
    }

    /// Puts a policy in force as an operator does.
    private static void type(Headscale headscale, String text) {
        headscale.write("typed.hujson", text);

        headscale.run("-n", Testbed.NAMESPACE, "policy", "set", "-f", "typed.hujson");

        assertThat(headscale.run("-n", Testbed.NAMESPACE, "policy", "get").out().strip())
                .isEqualTo(text);
    }

    @Test
    void users_come_and_go_in_groups_while_the_others_go_on_undisturbed(Testbed testbed) {
        testbed.user("ana");
        testbed.user("ben");
        RealClient ana = testbed.joinAs("ana", "ana");
        RealClient ben = testbed.joinAs("ben", "ben");
        var reach = Reach.among(ana, ben);
        Await.until("a way to ben", PATIENCE, () -> ana.reaches(ben, LOOK).size() == 2);
        Program pings = ana.host()
                .start(
                        "pings",
                        Command.of(
                                "ping",
                                "-n",
                                "-O",
                                "-i",
                                "0.2",
                                ben.status().self().ipv4()));

        testbed.policy(group("'ana@', 'ben@'"));
        reach.awaitOpen("a group of two", "ana>ben ben>ana");
        testbed.policy(group("'ana@', 'ben@', 'ghost@'"));
        testbed.user("cid");
        testbed.policy(group("'ana@', 'ben@', 'cid@', 'ghost@'"));
        RealClient cid = testbed.joinAs("cid", "cid");
        Await.until(
                "the new node to reach the others",
                PATIENCE,
                () -> cid.reaches(ana, LOOK).size() == 2);
        testbed.headscale()
                .run(
                        "-n",
                        Testbed.NAMESPACE,
                        "nodes",
                        "delete",
                        "--force",
                        "-i",
                        testbed.node("cid").path("id").asString());
        testbed.headscale().run("-n", Testbed.NAMESPACE, "users", "destroy", "--force", "cid");
        testbed.user("ghost");
        testbed.policy(group("'ana@', 'ben@'"));
        testbed.headscale().run("-n", Testbed.NAMESPACE, "users", "destroy", "--force", "ghost");
        reach.awaitPeers("without the others", "ana-ben");
        reach.awaitOpen("without the others", "ana>ben ben>ana");

        Await.until("pings that went on", PATIENCE, () -> pings.log().contains("icmp_seq=20 ")); // 4 s of them
        assertThat(pings.log()).doesNotContain("no answer yet");
    }

    private static String group(String users) {
        return "{'groups': {'group:all': [%s]}, 'acls': [{'action': 'accept', 'src': ['group:all'], 'dst': ['group:all:*']}]}"
                .formatted(users)
                .replace('\'', '"');
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
    void a_grant_via_a_tag_leads_its_sources_through_the_router_with_that_tag(Testbed testbed) {
        testbed.user("ana");
        testbed.user("ben");
        Lan lan = Lan.open(testbed.network(), "printer", "10.33.0");
        testbed.policy(via("east", "west"));
        RealClient east = router(testbed, "east", lan);
        RealClient west = router(testbed, "west", lan);
        RealClient ana = testbed.joinAs("ana", "ana", "--accept-routes");
        RealClient ben = testbed.joinAs("ben", "ben", "--accept-routes");

        awaitWay(ana, lan, "east");
        awaitWay(ben, lan, "west");
        passOn(east, false);
        assertThat(ana.host().pings(lan.address(), Duration.ofSeconds(1))).isFalse();
        assertThat(ben.host().pings(lan.address(), PATIENCE)).isTrue();

        testbed.policy(via("west", "east"));
        awaitWay(ana, lan, "west");
        Await.until(
                "ben to be led the dead way",
                PATIENCE,
                () -> routersOf(ben, lan).equals("east"));
        assertThat(ben.host().pings(lan.address(), Duration.ofSeconds(1))).isFalse();
        passOn(east, true);
        passOn(west, false);
        awaitWay(ben, lan, "east");
        assertThat(ana.host().pings(lan.address(), Duration.ofSeconds(1))).isFalse();
    }

    private static String via(String wayOfAna, String wayOfBen) {
        return """
                {"tagOwners": {"tag:east": [], "tag:west": []},
                 "autoApprovers": {"routes": {"10.33.0.0/24": ["tag:east", "tag:west"]}},
                 "grants": [{"src": ["ana@"], "dst": ["10.33.0.0/24"], "ip": ["*"], "via": ["tag:%s"]},
                            {"src": ["ben@"], "dst": ["10.33.0.0/24"], "ip": ["*"], "via": ["tag:%s"]}]}""".formatted(wayOfAna, wayOfBen);
    }

    private static RealClient router(Testbed testbed, String name, Lan lan) {
        RealClient router = testbed.client(name);
        lan.plug(router.host());
        router.up(
                Headscale.URL,
                testbed.headscale().authKey(Testbed.NAMESPACE, "--tags", "tag:" + name),
                "--advertise-routes=" + lan.prefix());
        return router;
    }

    private static void passOn(RealClient router, boolean isOn) {
        router.host().run("sh", "-c", "echo " + (isOn ? 1 : 0) + " > /proc/sys/net/ipv4/ip_forward");
    }

    private static void awaitWay(RealClient from, Lan lan, String router) {
        Await.until(
                "the way of " + from.name() + " by " + router,
                PATIENCE,
                () -> routersOf(from, lan).equals(router) && from.host().pings(lan.address(), LOOK));
    }

    /// Who leads a client there.
    private static String routersOf(RealClient client, Lan lan) {
        return client.status().peers().values().stream()
                .filter(peer -> peer.json().path("AllowedIPs").toString().contains(lan.prefix()))
                .map(ClientStatus.Peer::label)
                .collect(Collectors.joining(" "));
    }
}
