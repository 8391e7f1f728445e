package net.headscale.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.ClientVersion;
import net.headscale.interop.rig.Command;
import net.headscale.interop.rig.Family;
import net.headscale.interop.rig.Headscale;
import net.headscale.interop.rig.Host;
import net.headscale.interop.rig.Outcome;
import net.headscale.interop.rig.Program;
import net.headscale.interop.rig.RealClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Scenario
class FirstTailnetTest {
    private static final Results RESULTS = Results.of("first-tailnet");
    private static final int ROUNDS = Boolean.getBoolean("full") ? 15 : 5;

    /// What users should wait at most for a change of a peer.
    private static final Duration GOAL = Duration.ofSeconds(2);

    private static final Duration DEADLINE = GOAL.multipliedBy(3);
    private static final Duration MOST_TIME_TO_RECONNECT = Duration.ofSeconds(30);

    static Stream<Arguments> pairsOfReleases() {
        return Stream.of(
                Arguments.of(ClientVersion.V1_102, ClientVersion.V1_102),
                Arguments.of(ClientVersion.V1_80, ClientVersion.V1_102),
                Arguments.of(ClientVersion.V1_80, ClientVersion.V1_80));
    }

    @ParameterizedTest
    @MethodSource("pairsOfReleases")
    void two_clients_see_each_other_online_and_ping_through_the_tunnel(
            ClientVersion one, ClientVersion other, Testbed testbed) {
        RealClient ana = testbed.join("ana", one);
        RealClient ben = testbed.join("ben", other);

        Await.until("ana to see ben", DEADLINE, () -> ana.status().seesOnline("ben"));
        Await.until("ben to see ana", DEADLINE, () -> ben.status().seesOnline("ana"));

        assertThat(ana.reaches(ben, DEADLINE)).contains(Family.IPV4, Family.IPV6);
        assertThat(ben.reaches(ana, DEADLINE)).contains(Family.IPV4, Family.IPV6);
        assertThat(ana.status().self().relay()).isEqualTo("test");
        assertThat(ana.status().health()).isEmpty();
    }

    @Test
    void a_peer_that_goes_down_and_comes_back_is_shown_so(Testbed testbed) {
        RealClient ana = testbed.join("ana");
        RealClient ben = testbed.join("ben");
        Await.until("ana to see ben", DEADLINE, () -> ana.status().seesOnline("ben"));

        var offline = new ArrayList<Duration>();
        var online = new ArrayList<Duration>();
        for (int round = 0; round < ROUNDS; round++) {
            ben.down();
            offline.add(Await.until("ben's going", DEADLINE, () -> ana.status().seesOffline("ben")));
            online.add(Results.timeOf(() -> {
                ben.up();
                Await.until("ben's return", DEADLINE, () -> ana.status().seesOnline("ben"));
            }));
        }

        RESULTS.record("down, seen by the peer", GOAL, offline);
        RESULTS.record("up, seen by the peer", GOAL, online);
        assertThat(ana.reaches(ben, DEADLINE)).contains(Family.IPV4, Family.IPV6);
    }

    @Test
    void clients_reconnect_by_themselves_when_the_server_was_restarted_or_killed(Testbed testbed) {
        RealClient ana = testbed.join("ana");
        RealClient ben = testbed.join("ben");
        Await.until(
                "a way from ana to ben",
                DEADLINE,
                () -> ana.host().pings(ben.status().self().ipv4(), GOAL));
        String before = nodes(testbed);

        testbed.server().stop();
        Program second = testbed.headscale().serve();
        RESULTS.record("restart to a change seen", MOST_TIME_TO_RECONNECT, List.of(timeToAChange(ana, ben, "ben-2")));

        second.kill();
        testbed.headscale().serve();
        RESULTS.record(
                "kill -9 and start to a change seen",
                MOST_TIME_TO_RECONNECT,
                List.of(timeToAChange(ana, ben, "ben-3")));

        assertThat(nodes(testbed)).isEqualTo(before);
        assertThat(ana.reaches(ben, DEADLINE)).contains(Family.IPV4, Family.IPV6);
    }

    @Test
    void a_peer_is_reached_by_its_magic_dns_name(Testbed testbed) {
        RealClient ana = testbed.join("ana");
        RealClient ben = testbed.join("ben");
        Await.until("ana to see ben", DEADLINE, () -> ana.status().seesOnline("ben"));
        String fullName = ana.status().peers().get("ben").name();

        assertThat(ana.host().pings("ben", DEADLINE)).isTrue();
        assertThat(ana.host().pings(fullName, DEADLINE)).isTrue();
        assertThat(fullName).startsWith("ben.").endsWith(".");
        assertThat(ben.host().pings("ana", DEADLINE)).isTrue();
    }

    @Test
    void two_clients_without_udp_between_them_use_the_relay(Testbed testbed) {
        RealClient ana = testbed.join("ana");
        RealClient ben = testbed.join("ben");
        forbidUdp(ana.host());

        Await.until(
                "a way through the relay",
                Duration.ofSeconds(20),
                () -> ana.discoPing(ben.status().self().ipv4())
                        .filter("DERP(test)"::equals)
                        .isPresent());

        assertThat(ana.reaches(ben, DEADLINE)).contains(Family.IPV4, Family.IPV6);
    }

    @Test
    void a_restarted_client_is_the_same_node_though_its_key_was_for_single_use(Testbed testbed) {
        RealClient ana = testbed.join("ana");
        String nodesBefore = nodes(testbed);
        var self = ana.status().self();

        ana.kill();
        ana.startAgain();
        Await.until("ana's return", MOST_TIME_TO_RECONNECT, () -> ana.status().isRunning());

        assertThat(ana.status().self().id()).isEqualTo(self.id());
        assertThat(ana.status().self().addresses()).isEqualTo(self.addresses());
        assertThat(nodes(testbed)).isEqualTo(nodesBefore);
    }

    @Test
    void a_key_that_is_wrong_or_used_is_refused_in_words_for_the_user(Testbed testbed) {
        String key = testbed.headscale().authKey(Testbed.NAMESPACE);
        testbed.client("ana").up(Headscale.URL, key);

        Outcome used = testbed.client("ben").attemptUp(Headscale.URL, key);
        Outcome wrong = testbed.client("cid").attemptUp(Headscale.URL, "no-such-key");

        assertThat(used.succeeded()).isFalse();
        assertThat(used.err()).contains("backend error:").contains("used");
        assertThat(wrong.succeeded()).isFalse();
        assertThat(wrong.err()).contains("backend error:").doesNotContain("used");
    }

    /// After a start of the server: the time until what one client reports is seen by the other, hence both are back.
    private static Duration timeToAChange(RealClient watcher, RealClient changing, String newHostname) {
        return Results.timeOf(() -> {
            changing.tailscale("set", "--hostname", newHostname);
            Await.until(
                    newHostname,
                    MOST_TIME_TO_RECONNECT,
                    () -> watcher.status().peers().values().stream()
                            .anyMatch(peer -> peer.hostname().equals(newHostname)));
        });
    }

    private static String nodes(Testbed testbed) {
        return testbed.headscale()
                .json("-n", Testbed.NAMESPACE, "node", "list")
                .findValuesAsString("id")
                .toString();
    }

    private static void forbidUdp(Host host) {
        for (String chain : List.of("INPUT", "OUTPUT")) {
            host.attempt(Command.of("iptables", "-I", chain, "-p", "udp", "-j", "DROP"))
                    .orThrow();
        }
    }
}
