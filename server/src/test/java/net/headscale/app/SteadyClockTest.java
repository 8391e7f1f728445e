package net.headscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.headscale.testkit.client.MapStream;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.testkit.time.TestClock;
import net.headscale.wire.net.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A clock that jumps ends nobody's key.
class SteadyClockTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TestClock wall = TestClock.at(NOON);
    private long nanos = 17;
    private final SteadyClock clock = SteadyClock.over(wall, () -> nanos);

    /// Time goes by, on both.
    private void pass(Duration time) {
        nanos += time.toNanos();
        wall.advance(time);
    }

    @Test
    void a_clock_that_only_runs_is_followed() {
        pass(Duration.ofDays(3));

        assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofDays(3)));
    }

    @Test
    void a_clock_that_is_set_by_up_to_an_hour_is_followed() {
        wall.jumpTo(NOON.plus(Duration.ofMinutes(59)));
        assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofMinutes(59)));

        pass(MINUTE);
        clock.instant();
        wall.jumpTo(NOON.plus(Duration.ofMinutes(5)));

        assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofMinutes(5)));
    }

    @Test
    void after_a_jump_time_goes_on_as_before_and_an_operator_is_called_once() {
        try (LogLines lines = LogLines.open()) {
            for (Duration jump : new Duration[] {Duration.ofDays(400), Duration.ofDays(-400)}) {
                wall.jumpTo(NOON.plus(jump));

                assertThat(clock.instant()).isEqualTo(NOON);
            }
            pass(MINUTE);

            assertThat(clock.instant()).isEqualTo(NOON.plus(MINUTE));
            assertThat(lines.of(Level.ERROR)).hasSize(1).first().asString().contains("clock jumped, expiry is held");
        }
    }

    @Test
    void a_clock_that_is_right_again_is_followed_again() {
        wall.jumpTo(NOON.plus(Duration.ofDays(400)));
        clock.instant();
        pass(MINUTE);

        wall.jumpTo(NOON.plus(MINUTE).plusSeconds(2));

        assertThat(clock.instant()).isEqualTo(NOON.plus(MINUTE).plusSeconds(2));
    }

    @Test
    void the_server_expires_nobody_and_removes_no_ephemeral_node_when_its_clock_jumps(@TempDir Path folder) {
        TestClock machine = TestClock.at(Instant.now());
        try (LogLines lines = LogLines.open();
                RunningServer server = RunningServer.start(folder, "node: {expiry: 24h}\n", machine)) {
            SimulatedClient client = server.joined("laptop");
            MapStream stream = client.poll();
            stream.awaitNetmap(netmap -> netmap.self() != null);

            machine.jumpTo(machine.instant().plus(Duration.ofDays(30)));
            SimulatedClient late = server.joined("late");
            late.update(late.liteUpdate()
                    .endpoints(List.of(Endpoint.parse("192.0.2.7:41641")))
                    .build());
            assertThat(late.poll().status()).isEqualTo(200);

            assertThat(client.page("/health").status()).isEqualTo(200);
            assertThat(client.page("/health").text()).contains("warn", "set the clock right");
            stream.awaitNetmap(netmap -> netmap.peers().size() == 1);
            assertThat(client.register(client.registration().build()).nodeKeyExpired())
                    .isFalse();
            assertThat(stream.ending()).isEmpty();
            assertThat(lines.of(Level.ERROR)).anyMatch(line -> line.startsWith("clock jumped"));

            machine.jumpTo(machine.instant().minus(Duration.ofDays(30)));
            assertThat(client.page("/health").text()).contains("pass");
            assertThat(stream.ending()).isEmpty();
        }
    }
}
