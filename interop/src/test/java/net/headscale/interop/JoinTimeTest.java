package net.headscale.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.Headscale;
import net.headscale.interop.rig.RealClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// How long users wait for a join. Alone on the machine, since it is about time.
@Scenario
@Isolated
class JoinTimeTest {
    private static final Results RESULTS = Results.of("join-time");
    private static final int ROUNDS = Boolean.getBoolean("full") ? 15 : 5;

    /// A peer of ours needs 2.0 to 4.2 s.
    private static final Duration JOIN_GOAL = Duration.ofSeconds(1);

    /// A peer of ours needs 5 s, since a WireGuard handshake that finds no way is tried again only then.
    private static final Duration FIRST_PACKET_GOAL = Duration.ofMillis(1500);

    @Test
    void a_client_with_a_key_joins_in_a_second(Testbed testbed) {
        String key = testbed.headscale().authKey(Testbed.NAMESPACE, "--reusable");
        var times = new ArrayList<Duration>();
        for (int round = 0; round < ROUNDS; round++) {
            RealClient client = testbed.client("node-" + round);
            times.add(client.up(Headscale.URL, key).took());
        }

        Duration median = RESULTS.record("tailscale up with a key", JOIN_GOAL, times);

        assertThat(median).isLessThanOrEqualTo(JOIN_GOAL.multipliedBy(3));
    }

    @Test
    void of_two_clients_that_join_at_once_the_first_packet_soon_passes(Testbed testbed)
            throws InterruptedException, ExecutionException {
        String key = testbed.headscale().authKey(Testbed.NAMESPACE, "--reusable");
        var times = new ArrayList<Duration>();
        for (int round = 0; round < ROUNDS; round++) {
            RealClient ana = testbed.client("ana-" + round);
            RealClient ben = testbed.client("ben-" + round);
            atOnce(() -> ana.up(Headscale.URL, key), () -> ben.up(Headscale.URL, key));
            times.add(timeToFirstPacket(ana, ben));

            ana.logOut();
            ben.logOut();
        }

        Duration median = RESULTS.record("first packet after both are up", FIRST_PACKET_GOAL, times);

        assertThat(median).isLessThanOrEqualTo(FIRST_PACKET_GOAL.multipliedBy(3));
    }

    /// One echo request that waits: the kernel hands it over before there is a way, and it passes as soon as there is
    /// one.
    private static Duration timeToFirstPacket(RealClient from, RealClient to) {
        long start = System.nanoTime();
        String target = to.status().self().ipv4();
        Await.until(
                "the first packet", Duration.ofSeconds(30), () -> from.host().pings(target, Duration.ofSeconds(15)));
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void atOnce(Runnable one, Runnable other) throws InterruptedException, ExecutionException {
        var first = new FutureTask<Void>(one, null);
        Thread.startVirtualThread(first);
        other.run();
        first.get();
    }
}
