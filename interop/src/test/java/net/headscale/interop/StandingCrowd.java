package net.headscale.interop;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.Headscale;
import net.headscale.interop.rig.Host;
import net.headscale.interop.rig.Program;
import net.headscale.testkit.client.HeldStream;
import net.headscale.testkit.client.SimulatedClient;

/// Machines that join and stay, as a process of its own. It writes one line when all are there, and one for each map
/// stream that it loses.
final class StandingCrowd {
    private static final int AT_A_TIME = 32;
    private static final String ALL_THERE = "all there";
    private static final String LOST = "lost ";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private StandingCrowd() {}

    /// Starts it and waits until all are there.
    ///
    /// @param key that lets in many
    /// @param nodes how many
    static Program start(Host host, String key, int nodes, Duration limit) {
        Program crowd = JavaProcess.start(
                host, "standing-crowd", "1g", StandingCrowd.class, Headscale.URL, key, String.valueOf(nodes));
        Await.until(nodes + " nodes", limit, () -> crowd.log().contains(ALL_THERE));
        return crowd;
    }

    /// How many of its map streams the crowd has lost.
    static long lost(Program crowd) {
        return crowd.log().lines().filter(line -> line.startsWith(LOST)).count();
    }

    /// Joins and stays until it is ended.
    ///
    /// @param words the server's URL, a pre-auth key, how many
    /// @throws ExecutionException if one cannot join, or gets no map
    public static void main(String... words) throws InterruptedException, ExecutionException {
        List<Future<HeldStream>> joining = new ArrayList<>();
        var few = new Semaphore(AT_A_TIME);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < Integer.parseInt(words[2]); i++) {
                SimulatedClient client =
                        SimulatedClient.at(URI.create(words[0])).named("crowd-" + i);
                joining.add(threads.submit(() -> stand(client, words[1], few)));
            }
        }
        List<HeldStream> standing = new ArrayList<>();
        for (Future<HeldStream> each : joining) {
            standing.add(each.get());
        }
        System.out.println(ALL_THERE);
        while (true) {
            standing.removeIf(StandingCrowd::tellIfLost);
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private static HeldStream stand(SimulatedClient client, String key, Semaphore few) throws InterruptedException {
        few.acquire();
        try {
            client.join(key);
            HeldStream stream = client.hold();
            stream.awaitBegun(PATIENCE);
            return stream;
        } finally {
            few.release();
        }
    }

    private static boolean tellIfLost(HeldStream stream) {
        stream.ending().ifPresent(how -> System.out.println(LOST + how));
        return stream.ending().isPresent();
    }
}
