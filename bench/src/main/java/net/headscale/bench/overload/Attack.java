package net.headscale.bench.overload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import net.headscale.testkit.client.ClientFailure;
import net.headscale.testkit.client.MapStream;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.testkit.hostile.HalfOpenCrowd;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.net.IpAddress;

/// What one kind of trouble does to a server until it is told to stop.
enum Attack {
    /// Nodes of the tailnet that ask for the map and read nothing of what comes, while another changes without end.
    STALLED_READERS("headscale_sessions") {
        @Override
        void run(Target target, BooleanSupplier isOver) {
            List<SimulatedClient> members = target.members(STALLED);
            List<MapStream> streams = new ArrayList<>();
            for (SimulatedClient member : members.subList(1, STALLED)) {
                MapStream stream = member.poll();
                stream.next();
                stream.pause();
                streams.add(stream);
            }
            for (int port = 1_024; !isOver.getAsBoolean(); port = 1_024 + (port + 1) % 60_000) {
                members.getFirst()
                        .update(members.getFirst()
                                .liteUpdate()
                                .endpoints(List.of(endpoint(port)))
                                .build());
            }
            streams.forEach(MapStream::close);
            members.forEach(SimulatedClient::close);
        }
    },

    /// Five thousand connections that all ask for the Noise upgrade at once, again and again.
    HANDSHAKES("headscale_handshakes_total") {
        @Override
        void run(Target target, BooleanSupplier isOver) {
            byte[] request = target.upgradeRequest();
            while (!isOver.getAsBoolean()) {
                try (HalfOpenCrowd crowd = target.stranger().crowd(5_000, request)) {
                    pause(isOver, Duration.ofSeconds(1));
                    crowd.open();
                }
            }
        }
    },

    /// A thousand connections that began a request and never end it.
    HALF_OPEN("headscale_connections") {
        @Override
        void run(Target target, BooleanSupplier isOver) {
            byte[] beginning = "POST /ts2021 HTTP/1.1\r\nHost: localhost\r\nUpgrade: "
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            try (HalfOpenCrowd _ = target.stranger().crowd(1_000, beginning)) {
                pause(isOver, Duration.ofMinutes(1));
            }
        }
    },

    /// A node that asks for its map, and asks again as soon as it has come.
    POLLING("headscale_mapresponse_sent_total") {
        @Override
        void run(Target target, BooleanSupplier isOver) {
            try (SimulatedClient member = target.members(1).getFirst()) {
                while (!isOver.getAsBoolean()) {
                    try (MapStream stream = member.poll()) {
                        stream.next();
                    } catch (ClientFailure refused) {
                        pause(isOver, Duration.ofMillis(1));
                    }
                }
            }
        }
    },

    /// Machines that try keys which nobody made.
    BAD_KEYS("headscale_machine_requests_total") {
        @Override
        void run(Target target, BooleanSupplier isOver) {
            List<Thread> guessers = new ArrayList<>();
            for (int i = 0; i < GUESSERS; i++) {
                guessers.add(Thread.ofVirtual().start(() -> guess(target, isOver)));
            }
            guessers.forEach(Attack::join);
        }
    };

    private static final int STALLED = 50;
    private static final int GUESSERS = 16;

    private final String metric;

    Attack(String metric) {
        this.metric = metric;
    }

    /// The server's metric that shows it.
    String metric() {
        return metric;
    }

    /// Goes on until `isOver`; gives back what it opened.
    abstract void run(Target target, BooleanSupplier isOver);

    private static void guess(Target target, BooleanSupplier isOver) {
        while (!isOver.getAsBoolean()) {
            try (SimulatedClient guesser = target.outsider()) {
                guesser.join("hskey-auth-" + "0".repeat(12) + "-" + "1".repeat(64));
            } catch (ClientFailure refused) {
                pause(isOver, Duration.ofMillis(1));
            }
        }
    }

    private static Endpoint endpoint(int port) {
        return new Endpoint(IpAddress.parse("192.0.2.1"), port);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause(BooleanSupplier isOver, Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        while (!isOver.getAsBoolean() && System.nanoTime() < end) {
            try {
                Thread.sleep(Math.min(20, longest.toMillis()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
