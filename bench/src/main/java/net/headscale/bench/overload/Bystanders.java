package net.headscale.bench.overload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import net.headscale.testkit.client.MapStream;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.net.IpAddress;

/// Well-behaved clients: one after the other reports a new endpoint, and another waits until it has come. One
/// thread's.
final class Bystanders implements AutoCloseable {
    private static final int COUNT = 16;
    private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(20);
    private static final int LEAST_PORT = 1_024;
    private static final int PORTS = 60_000;
    private static final int MEAN_PAUSE_MILLIS = 20;

    private final List<SimulatedClient> clients = new ArrayList<>();
    private final List<MapStream> streams = new ArrayList<>();
    private int turn;

    static Bystanders of(Target target) {
        Bystanders all = new Bystanders();
        for (int i = 0; i < COUNT; i++) {
            SimulatedClient client = target.bystander(i);
            MapStream stream = client.poll();
            stream.next();
            all.clients.add(client);
            all.streams.add(stream);
        }
        return all;
    }

    /// Milliseconds of each delivery of one window.
    List<Double> deliveries(Duration window) {
        List<Double> all = new ArrayList<>();
        long end = System.nanoTime() + window.toNanos();
        while (System.nanoTime() < end) {
            all.add(delivery().toNanos() / 1e6);
            drain();
            sleep(ThreadLocalRandom.current().nextInt(2 * MEAN_PAUSE_MILLIS));
        }
        return all;
    }

    private Duration delivery() {
        int port = LEAST_PORT + turn % PORTS;
        SimulatedClient speaker = clients.get(turn % COUNT);
        MapStream listener = streams.get((turn + 1) % COUNT);
        turn++;
        long start = System.nanoTime();
        Endpoint endpoint = new Endpoint(IpAddress.parse("198.51.100.1"), port);
        speaker.update(speaker.liteUpdate().endpoints(List.of(endpoint)).build());
        String sought = "198.51.100.1:" + port + "\"";
        while (!listener.nextMessage().text().contains(sought)) {
            if (System.nanoTime() - start > LONGEST_DELIVERY.toNanos()) {
                throw new IllegalStateException("an endpoint did not arrive within " + LONGEST_DELIVERY);
            }
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /// Reads what has come to all, so that nobody falls behind.
    private void drain() {
        for (MapStream stream : streams) {
            while (stream.nextWithin(Duration.ZERO).isPresent()) {
                // what others were told
            }
        }
    }

    /// How many have lost their stream.
    long lost() {
        return streams.stream().filter(stream -> stream.ending().isPresent()).count();
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        streams.forEach(MapStream::close);
        clients.forEach(SimulatedClient::close);
    }
}
