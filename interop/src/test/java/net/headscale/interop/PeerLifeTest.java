package net.headscale.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.ClientStatus;
import net.headscale.interop.rig.ClientVersion;
import net.headscale.interop.rig.Family;
import net.headscale.interop.rig.Headscale;
import net.headscale.interop.rig.Program;
import net.headscale.interop.rig.RealClient;
import org.junit.jupiter.api.Test;

/// What happens to a node, seen in the `tailscale status` of its peer.
@Scenario
class PeerLifeTest {
    private static final Results RESULTS = Results.of("peer-life");
    private static final int ROUNDS = Boolean.getBoolean("full") ? 9 : 3;
    private static final Duration GOAL = Duration.ofSeconds(2);
    private static final Duration DEADLINE = GOAL.multipliedBy(3);

    /// A lost connection is a node's end only after 10 s without a new one.
    private static final Duration LOST_GOAL = Duration.ofSeconds(12);

    private static final Duration LOST_DEADLINE = LOST_GOAL.multipliedBy(3);

    /// Peers are made to forget the way to a node at most once in 5 s.
    private static final Duration STAY = Duration.ofSeconds(5);

    @Test
    void a_killed_peer_is_offline_and_online_again_when_it_is_back(Testbed testbed) {
        RealClient ana = testbed.join("ana");
        RealClient ben = joinSeenBy(ana, testbed, "ben");
        var offline = new ArrayList<Duration>();
        var online = new ArrayList<Duration>();

        for (int round = 0; round < ROUNDS; round++) {
            offline.add(timeUntil(
                    "ben's end", LOST_DEADLINE, ben::kill, () -> ana.status().seesOffline("ben")));
            online.add(timeUntil(
                    "ben's return",
                    DEADLINE,
                    ben::startAgain,
                    () -> ana.status().seesOnline("ben")));
        }

        RESULTS.record("kill -9, seen by the peer", LOST_GOAL, offline);
        RESULTS.record("start after kill -9, seen by the peer", GOAL, online);
    }

    /// What the peer is told is the server's; it keeps its goal by a dial plan (decision 0271). What the peer's status
    /// shows is where its client sends: to the former address for 6.5 s after the last answer from there, if the
    /// server did not make it forget (decision 0320).
    @Test
    void a_peer_that_moves_to_another_address_is_seen_and_reached_there(Testbed testbed) {
        RealClient ana = testbed.join("ana");
        RealClient ben = joinSeenBy(ana, testbed, "ben");
        var told = new ArrayList<Duration>();

        List<Duration> shown = timesOfMoves(
                ana,
                ben,
                (address, way) -> told.add(timeUntil(
                        "ben's new endpoint",
                        DEADLINE,
                        () -> ben.host().connectAt(address, way),
                        () -> isToldOf(ana, address))));

        RESULTS.record("address change, in the peer's netmap", GOAL, told);
        RESULTS.record("address change, in the peer's status", GOAL, shown);
        assertThat(ana.reaches(ben, DEADLINE)).contains(Family.IPV4, Family.IPV6);
    }

    @Test
    void an_old_client_that_moves_is_seen_at_its_new_address_by_another(Testbed testbed) {
        RealClient ana = testbed.join("ana", ClientVersion.V1_80);
        RealClient ben = testbed.join("ben", ClientVersion.V1_80);
        Await.until("ana to see ben", DEADLINE, () -> ana.status().seesOnline("ben"));

        List<Duration> shown =
                timesOfMoves(ana, ben, (address, way) -> ben.host().connectAt(address, way));

        RESULTS.record("address change of 1.80, in the status of 1.80", GOAL, shown);
        assertThat(ana.reaches(ben, DEADLINE)).contains(Family.IPV4, Family.IPV6);
    }

    /// Moves `ben` again and again while `ana` talks to it.
    ///
    /// @param connect puts it back at an address, with the way out that it had
    /// @return from each return to the look that shows that `ana` sends there
    private static List<Duration> timesOfMoves(RealClient ana, RealClient ben, BiConsumer<String, String> connect) {
        Program ping = ana.host().startPinging(ben.status().self().ipv4());
        Await.until("a way to ben", DEADLINE, () -> seesAt(ana, ben, "10.91.0."));
        List<Duration> shown = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            String address = "10.91.0." + (200 + round);
            Instant settled = Instant.now().plus(STAY);
            Await.until(
                    "ben to settle", STAY.plus(DEADLINE), () -> Instant.now().isAfter(settled));
            String way = takeOff(ben);
            shown.add(timeUntil(
                    "ben's new address in the status",
                    DEADLINE,
                    () -> connect.accept(address, way),
                    () -> seesAt(ana, ben, address + ":")));
            assertThat(ana.status().seesOnline("ben")).isTrue();
        }
        ping.kill();
        return shown;
    }

    /// The watcher's client trusts no former address here, and waits for no handshake that was lost on the way to
    /// one: what its status shows is the server's doing.
    @Test
    void a_peer_that_moved_before_anybody_talked_to_it_is_found_at_its_new_address(Testbed testbed) {
        RealClient ana = testbed.join("ana");
        var shown = new ArrayList<Duration>();

        for (int round = 0; round < ROUNDS; round++) {
            RealClient ben = joinSeenBy(ana, testbed, "ben-" + round);
            String bens = ben.status().self().ipv4();
            String address = "10.91.0." + (200 + round);
            String way = takeOff(ben);
            shown.add(timeUntil(
                    "ben's new address in the status",
                    LOST_DEADLINE,
                    () -> {
                        ben.host().connectAt(address, way);
                        Await.until("ben's new endpoint", DEADLINE, () -> isToldOf(ana, address));
                        ana.host().startPinging(bens);
                    },
                    () -> seesAt(ana, ben, address + ":")));
            ben.stop();
        }

        Duration median = RESULTS.record("address change before any traffic, in the peer's status", GOAL, shown);
        assertThat(median).isLessThanOrEqualTo(DEADLINE);
    }

    /// Whether a client's netmap has a peer with an endpoint of this address.
    private static boolean isToldOf(RealClient watcher, String address) {
        return watcher.netmap().path("Peers").toString().contains(address + ":");
    }

    /// Whether a client sends to another at an address that begins like this.
    private static boolean seesAt(RealClient watcher, RealClient peer, String address) {
        return watcher.status()
                .peer(peer.name())
                .filter(seen -> seen.endpoint().startsWith(address))
                .isPresent();
    }

    /// Takes a client off its network, and waits until it has noticed.
    ///
    /// @return the way out that it had
    private static String takeOff(RealClient client) {
        long before = networksMissed(client);
        String way = client.host().disconnect();
        Await.until(client.name() + " to notice", DEADLINE, () -> networksMissed(client) > before);
        return way;
    }

    /// How often a client noticed that it had no network.
    private static long networksMissed(RealClient client) {
        return client.daemon()
                .log()
                .lines()
                .filter(line -> line.contains("all links down"))
                .count();
    }

    @Test
    void a_peer_that_logs_out_is_offline_and_comes_back_as_the_same_node(Testbed testbed) {
        RealClient ana = testbed.join("ana");
        RealClient ben = joinSeenBy(ana, testbed, "ben");
        ClientStatus.Peer before = ben.status().self();
        var offline = new ArrayList<Duration>();

        for (int round = 0; round < ROUNDS; round++) {
            offline.add(timeUntil(
                    "ben's going", DEADLINE, ben::logOut, () -> ana.status().seesOffline("ben")));
            ben.up(Headscale.URL, testbed.headscale().authKey(Testbed.NAMESPACE));
            Await.until("ben's return", DEADLINE, () -> ana.status().seesOnline("ben"));
        }

        RESULTS.record("logout, seen by the peer", GOAL, offline);
        assertThat(ben.status().self().id()).isEqualTo(before.id());
        assertThat(ben.status().self().addresses()).isEqualTo(before.addresses());
        assertThat(ana.reaches(ben, DEADLINE)).contains(Family.IPV4, Family.IPV6);
    }

    @Test
    void a_renamed_peer_has_its_new_name_at_once(Testbed testbed) {
        RealClient ana = testbed.join("ana");
        RealClient ben = joinSeenBy(ana, testbed, "ben");
        var times = new ArrayList<Duration>();

        String formerName = ben.status().self().name();
        String name = "ben";
        for (int round = 0; round < ROUNDS; round++) {
            String formerLabel = name;
            String newLabel = "box-" + round;
            times.add(timeUntil(
                    "the new name",
                    DEADLINE,
                    () -> node(testbed, "rename", formerLabel, newLabel),
                    () -> ana.status().seesOnline(newLabel)));
            assertThat(ana.status().peers()).doesNotContainKey(name);
            name = newLabel;
        }

        RESULTS.record("rename, seen by the peer", GOAL, times);
        assertThat(ana.host().pings(name, DEADLINE)).isTrue();
        assertThat(ana.resolves(formerName)).isFalse();
        assertThat(ben.status().self().label()).isEqualTo(name);
    }

    @Test
    void an_expired_peer_is_shown_so_until_it_has_logged_in_again(Testbed testbed) {
        RealClient ana = testbed.join("ana");
        RealClient ben = joinSeenBy(ana, testbed, "ben");
        ClientStatus.Peer before = ben.status().self();
        var times = new ArrayList<Duration>();

        for (int round = 0; round < ROUNDS; round++) {
            times.add(timeUntil(
                    "ben's expiry",
                    DEADLINE,
                    () -> node(testbed, "expire", "ben"),
                    () -> ana.status()
                            .peer("ben")
                            .filter(ClientStatus.Peer::isExpired)
                            .isPresent()));
            Await.until(
                    "ben to need a login", DEADLINE, () -> ben.status().state().equals("NeedsLogin"));
            assertThat(ana.host().pings(before.ipv4(), Duration.ofSeconds(1))).isFalse();
            ben.up(Headscale.URL, testbed.headscale().authKey(Testbed.NAMESPACE));
            Await.until(
                    "a valid ben",
                    DEADLINE,
                    () -> ana.status()
                            .peer("ben")
                            .filter(peer -> !peer.isExpired())
                            .isPresent());
        }

        RESULTS.record("expiry, seen by the peer", GOAL, times);
        assertThat(ben.status().self().id()).isEqualTo(before.id());
        assertThat(ana.reaches(ben, DEADLINE)).contains(Family.IPV4, Family.IPV6);
    }

    @Test
    void a_deleted_peer_is_gone_and_asks_for_a_login(Testbed testbed) {
        RealClient ana = testbed.join("ana");
        var times = new ArrayList<Duration>();

        for (int round = 0; round < ROUNDS; round++) {
            String name = "ben-" + round;
            RealClient ben = joinSeenBy(ana, testbed, name);
            times.add(timeUntil(
                    name + " to be gone",
                    DEADLINE,
                    () -> node(testbed, "delete", name, "--force"),
                    () -> ana.status().peer(name).isEmpty()));
            Await.until(
                    name + " to need a login",
                    DEADLINE,
                    () -> ben.status().state().equals("NeedsLogin"));
        }

        RESULTS.record("delete, seen by the peer", GOAL, times);
    }

    @Test
    void an_ephemeral_peer_is_gone_when_it_logs_out(Testbed testbed) {
        RealClient ana = testbed.join("ana");
        String key = testbed.headscale().authKey(Testbed.NAMESPACE, "--ephemeral");
        RealClient ben = testbed.client("ben");
        var times = new ArrayList<Duration>();

        for (int round = 0; round < ROUNDS; round++) {
            ben.up(Headscale.URL, key);
            Await.until("ana to see ben", DEADLINE, () -> ana.status().seesOnline("ben"));
            times.add(timeUntil(
                    "ben to be gone",
                    DEADLINE,
                    ben::logOut,
                    () -> ana.status().peer("ben").isEmpty()));
        }

        RESULTS.record("logout of an ephemeral node, seen by the peer", GOAL, times);
    }

    /// From the start of what happens to the look that shows it; the time of a command line is in it.
    private static Duration timeUntil(String what, Duration deadline, Runnable event, Await.Condition seen) {
        return Results.timeOf(() -> {
            event.run();
            Await.until(what, deadline, seen);
        });
    }

    private static void node(Testbed testbed, String verb, String... words) {
        testbed.headscale()
                .run(Stream.concat(Stream.of("-n", Testbed.NAMESPACE, "node", verb), Stream.of(words))
                        .toArray(String[]::new));
    }

    private static RealClient joinSeenBy(RealClient watcher, Testbed testbed, String name) {
        RealClient client = testbed.join(name);
        Await.until(
                watcher.name() + " to see " + name,
                DEADLINE,
                () -> watcher.status().seesOnline(name));
        return client;
    }
}
