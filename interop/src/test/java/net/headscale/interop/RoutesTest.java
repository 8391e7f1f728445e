package net.headscale.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.Lan;
import net.headscale.interop.rig.RealClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Hosts behind nodes: a printer behind subnet routers, and a site behind an exit node.
@Scenario
class RoutesTest {
    private static final Results RESULTS = Results.of("routes");
    private static final int ROUNDS = Boolean.getBoolean("full") ? 5 : 1;
    private static final Duration WAIT = Duration.ofMillis(300);
    private static final Duration LONG_ENOUGH_TO_FAIL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration APPROVAL_GOAL = Duration.ofMillis(500);
    private static final Duration DOWN_GOAL = Duration.ofSeconds(2);
    private static final Duration KILL_GOAL = Duration.ofSeconds(5);
    private static final Duration CUT_GOAL = Duration.ofSeconds(12);

    @Test
    void a_host_behind_a_router_answers_only_while_its_route_is_approved(Testbed testbed) {
        Lan lan = Lan.open(testbed.network(), "printer", "10.33.0");
        RealClient router = router(testbed, "router", lan);
        RealClient ana = traveller(testbed, "ana");
        offer(testbed, router, lan.prefix());
        var times = new ArrayList<Duration>();

        for (int round = 0; round < ROUNDS; round++) {
            assertThat(ana.host().pings(lan.address(), LONG_ENOUGH_TO_FAIL)).isFalse();
            String node = idOf(testbed, "router");
            times.add(Results.timeOf(() -> {
                approve(testbed, node, lan.prefix());
                untilAnswer(ana, lan, PATIENCE);
            }));
            routes(testbed, "disable", "router", lan.prefix());
            Await.until("silence", PATIENCE, () -> !ana.host().pings(lan.address(), WAIT));
        }

        RESULTS.record("approval to the first answer from behind the router", APPROVAL_GOAL, times);
    }

    @Test
    void an_exit_node_carries_traffic_and_its_two_prefixes_go_together(Testbed testbed) {
        String outside = "198.51.100.1";
        Lan site = Lan.open(testbed.network(), "uplink", "203.0.113");
        RealClient router = router(testbed, "router", site);
        site.leadTo(outside, router.host());
        RealClient ana = traveller(testbed, "ana");
        router.tailscale("set", "--advertise-exit-node");
        Await.until("the offer", PATIENCE, () -> available(testbed, "router").contains("::/0"));

        routes(testbed, "enable", "router", "0.0.0.0/0");

        assertThat(approved(testbed, "router")).containsExactlyInAnyOrder("0.0.0.0/0", "::/0");
        assertThat(ana.host().pings(outside, LONG_ENOUGH_TO_FAIL)).isFalse();
        Await.until(
                "an exit node to choose",
                PATIENCE,
                () -> ana.attempt(PATIENCE, "set", "--exit-node=router").succeeded());
        Await.until("an answer from outside", PATIENCE, () -> ana.host().pings(outside, WAIT));

        routes(testbed, "disable", "router", "::/0");
        assertThat(approved(testbed, "router")).isEmpty();
    }

    @Test
    void a_route_moves_when_its_router_goes_down(Testbed testbed) {
        failOver(testbed, "down of the primary router", DOWN_GOAL, RealClient::down, RealClient::up);
    }

    @Test
    void a_route_moves_when_its_router_is_killed(Testbed testbed) {
        failOver(testbed, "kill of the primary router", KILL_GOAL, RealClient::kill, RealClient::startAgain);
    }

    @Test
    void a_route_moves_when_the_cable_of_its_router_is_cut(Testbed testbed) {
        failOver(
                testbed,
                "cut of the primary router's cable",
                CUT_GOAL,
                router -> cable(router, "-A"),
                router -> cable(router, "-D"));
    }

    @Test
    void of_three_routers_the_last_one_serves_while_the_others_are_away_and_keeps_the_route_when_one_returns(
            Testbed testbed) {
        Lan lan = Lan.open(testbed.network(), "printer", "10.33.0");
        RealClient first = serving(testbed, "first", lan);
        RealClient second = serving(testbed, "second", lan);
        RealClient third = serving(testbed, "third", lan);
        RealClient ana = traveller(testbed, "ana");
        untilAnswer(ana, lan, PATIENCE);

        first.kill();
        untilAnswer(ana, lan, KILL_GOAL.multipliedBy(3));
        Await.until("the second's turn", PATIENCE, () -> isPrimary(testbed, "second", lan));
        second.kill();
        untilAnswer(ana, lan, KILL_GOAL.multipliedBy(3));
        Await.until("the third's turn", PATIENCE, () -> isPrimary(testbed, "third", lan));
        first.startAgain();
        Await.until("the first's return", PATIENCE, () -> ana.status().seesOnline("first"));
        assertThat(isPrimary(testbed, "third", lan)).isTrue();
        third.kill();
        untilAnswer(ana, lan, KILL_GOAL.multipliedBy(3));
        assertThat(isPrimary(testbed, "first", lan)).isTrue();
    }

    /// The two routers fail in turns: the one that comes back is not primary, the other is.
    private static void failOver(
            Testbed testbed, String what, Duration goal, Consumer<RealClient> failure, Consumer<RealClient> repair) {
        Lan lan = Lan.open(testbed.network(), "printer", "10.33.0");
        List<RealClient> routers = List.of(serving(testbed, "first", lan), serving(testbed, "second", lan));
        RealClient ana = traveller(testbed, "ana");
        untilAnswer(ana, lan, PATIENCE);
        var times = new ArrayList<Duration>();

        for (int round = 0; round < 2 * ROUNDS; round++) {
            RealClient primary = routers.get(round % 2);
            RealClient substitute = routers.get((round + 1) % 2);
            Await.until("the primary", PATIENCE, () -> isPrimary(testbed, primary.name(), lan));
            times.add(Results.timeOf(() -> {
                failure.accept(primary);
                untilAnswer(ana, lan, goal.multipliedBy(3));
            }));
            repair.accept(primary);
            Await.until(
                    "the router's return",
                    PATIENCE,
                    () -> ana.status().seesOnline(primary.name())
                            && available(testbed, primary.name()).contains(lan.prefix()));
            assertThat(isPrimary(testbed, substitute.name(), lan)).isTrue();
        }

        RESULTS.record(what + " to the first answer through another", goal, times);
    }

    /// What the router sends and is sent is lost without a word.
    private static void cable(RealClient router, String change) {
        router.host().run("iptables", change, "OUTPUT", "-o", "eth0", "-j", "DROP");
        router.host().run("iptables", change, "INPUT", "-i", "eth0", "-j", "DROP");
    }

    private static Duration untilAnswer(RealClient from, Lan lan, Duration deadline) {
        return Await.until(
                "an answer from " + lan.address(), deadline, () -> from.host().pings(lan.address(), WAIT));
    }

    private static RealClient router(Testbed testbed, String name, Lan lan) {
        RealClient router = testbed.join(name);
        lan.plug(router.host());
        return router;
    }

    /// A router whose route is approved.
    private static RealClient serving(Testbed testbed, String name, Lan lan) {
        RealClient router = router(testbed, name, lan);
        offer(testbed, router, lan.prefix());
        routes(testbed, "enable", name, lan.prefix());
        return router;
    }

    private static RealClient traveller(Testbed testbed, String name) {
        RealClient traveller = testbed.join(name);
        traveller.tailscale("set", "--accept-routes");
        return traveller;
    }

    private static void offer(Testbed testbed, RealClient router, String prefix) {
        router.tailscale("set", "--advertise-routes=" + prefix);
        Await.until(
                "the offer", PATIENCE, () -> available(testbed, router.name()).contains(prefix));
    }

    private static void routes(Testbed testbed, String verb, String node, String prefix) {
        testbed.headscale().run("-n", Testbed.NAMESPACE, "routes", verb, node, prefix);
    }

    /// Asks the API itself, which is quicker than a command that starts a JVM first.
    private static void approve(Testbed testbed, String node, String prefix) {
        testbed.headscale()
                .type("curl --silent --fail --unix-socket headscale.sock -H 'Content-Type: application/json'"
                        + " -H 'Headscale-Tailnet: " + Testbed.NAMESPACE
                        + "' -d '{\"routes\": [\"" + prefix + "\"]}' http://local/api/v1/node/" + node
                        + "/approve_routes");
    }

    private static String idOf(Testbed testbed, String name) {
        return rows(testbed, name)
                .map(row -> row.path("nodeId").asString())
                .findFirst()
                .orElseThrow();
    }

    private static List<String> available(Testbed testbed, String node) {
        return rows(testbed, node)
                .filter(row -> row.path("advertised").asBoolean(false))
                .map(RoutesTest::prefix)
                .toList();
    }

    private static List<String> approved(Testbed testbed, String node) {
        return rows(testbed, node)
                .filter(row -> row.path("enabled").asBoolean(false))
                .map(RoutesTest::prefix)
                .toList();
    }

    private static boolean isPrimary(Testbed testbed, String node, Lan lan) {
        return rows(testbed, node)
                .anyMatch(row -> prefix(row).equals(lan.prefix())
                        && row.path("isPrimary").asBoolean(false));
    }

    private static Stream<JsonNode> rows(Testbed testbed, String node) {
        return testbed.headscale().json("-n", Testbed.NAMESPACE, "routes", "list", node).values().stream();
    }

    private static String prefix(JsonNode row) {
        return row.path("prefix").asString();
    }
}
