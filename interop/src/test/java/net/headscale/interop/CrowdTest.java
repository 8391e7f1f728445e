package net.headscale.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.Headscale;
import net.headscale.interop.rig.Program;
import net.headscale.interop.rig.RealClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/// Real clients in a tailnet of many. Alone on the machine, which all of them share.
@Scenario
@Isolated
class CrowdTest {
    private static final Results RESULTS = Results.of("crowd");
    private static final boolean FULL = Boolean.getBoolean("full");
    private static final int NODES = FULL ? 2000 : 200;
    private static final int CLIENTS = FULL ? 20 : 4;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration GOAL = Duration.ofSeconds(30);

    @Test
    @Timeout(1200)
    void real_clients_that_join_at_once_beside_a_crowd_see_and_reach_each_other(Testbed testbed)
            throws InterruptedException, ExecutionException {
        String key = testbed.headscale().authKey(Testbed.NAMESPACE, "--reusable");
        Program crowd = StandingCrowd.start(testbed.network().addClient("crowd"), key, NODES, PATIENCE);
        List<RealClient> clients = IntStream.range(0, CLIENTS)
                .mapToObj(i -> testbed.client("real-" + i))
                .toList();

        List<Duration> ups = joinAtOnce(clients, key);
        List<String> names = clients.stream().map(RealClient::name).toList();
        Duration seen = Results.timeOf(() -> clients.forEach(
                client -> Await.until(client.name() + " sees all others", PATIENCE, () -> seesOnline(client, names))));

        RESULTS.record("tailscale up of " + CLIENTS + " at once beside " + NODES, GOAL, ups);
        RESULTS.record("all see each other after the last up", GOAL, List.of(seen));
        for (int i = 0; i < CLIENTS; i++) {
            RealClient next = clients.get((i + 1) % CLIENTS);
            RealClient client = clients.get(i);
            Await.until(
                    client.name() + " reaches " + next.name(),
                    PATIENCE,
                    () -> client.reaches(next, Duration.ofSeconds(2)).size() == 2);
            Await.until( // a new node without endpoints is shown after 5 s only
                    client.name() + " has everybody for a peer",
                    PATIENCE,
                    () -> client.status().peers().size() == NODES + CLIENTS - 1);
        }
        assertThat(StandingCrowd.lost(crowd)).isZero();
        assertThat(crowd.isRunning()).isTrue();
    }

    private static List<Duration> joinAtOnce(List<RealClient> clients, String key)
            throws InterruptedException, ExecutionException {
        List<Duration> took = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Duration>> joins = clients.stream()
                    .map(client -> threads.submit(() -> Results.timeOf(() -> client.host()
                            .attempt(client.upCommand(Headscale.URL, key).within(PATIENCE))
                            .orThrow())))
                    .toList();
            for (Future<Duration> join : joins) {
                took.add(join.get());
            }
        }
        return took;
    }

    private static boolean seesOnline(RealClient client, List<String> names) {
        var status = client.status();
        return names.stream().filter(name -> !name.equals(client.name())).allMatch(status::seesOnline);
    }
}
