package net.headscale.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.headscale.control.TestServer;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Presence;
import net.headscale.testkit.client.SimulatedClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// When a node that came with an ephemeral key is removed.
class EphemeralNodesTest {
    private static final Duration INACTIVITY = Duration.ofMinutes(30);
    private static final Duration MOMENT = Duration.ofSeconds(1);
    private static final Duration AGES = Duration.ofDays(100);

    private TestServer server = TestServer.start();
    private final SimulatedClient client = joined();

    @AfterEach
    void close() {
        server.close();
    }

    private SimulatedClient joined() {
        SimulatedClient runner = server.client("runner");
        assertThat(runner.join(server.ephemeralKey()).error()).isEmpty();
        return runner;
    }

    private void become(Presence presence) {
        server.change(
                new Change.PresenceChanged(server.node(client).orElseThrow().id(), presence));
    }

    private void goOffline() {
        become(new Presence.Online());
        become(new Presence.Offline(server.clock.instant()));
    }

    /// Whether it is there after this much more time, once it was looked for what is to be removed.
    private boolean isThereAfter(Duration time) {
        return isThereAfter(client, time);
    }

    private boolean isThereAfter(SimulatedClient whose, Duration time) {
        server.clock.advance(time);
        try (Upkeep upkeep = Upkeep.open(server.coordinator, server.clock, INACTIVITY)) {
            upkeep.sweep();
        }
        return server.node(whose).isPresent();
    }

    @Test
    void it_is_gone_after_the_time_that_was_set_and_not_before() {
        goOffline();

        assertThat(isThereAfter(INACTIVITY.minus(MOMENT))).isTrue();
        assertThat(isThereAfter(MOMENT)).isFalse();
    }

    @Test
    void its_time_goes_on_over_restarts() {
        goOffline();
        server.clock.advance(Duration.ofMinutes(20));
        server = server.restart();
        server.clock.advance(Duration.ofMinutes(5));
        server = server.restart();

        assertThat(isThereAfter(Duration.ofMinutes(5).minus(MOMENT))).isTrue();
        assertThat(isThereAfter(MOMENT)).isFalse();
    }

    @Test
    void it_stays_while_it_is_online_or_may_come_back_after_a_restart() {
        become(new Presence.Online());
        server.clock.advance(INACTIVITY.multipliedBy(3));

        server = server.restart();

        assertThat(isThereAfter(INACTIVITY.multipliedBy(3))).isTrue();
    }

    @Test
    void it_does_not_go_before_its_first_map_however_long_the_way_and_over_restarts() {
        assertThat(isThereAfter(AGES)).isTrue();
        server = server.restart();
        assertThat(isThereAfter(AGES)).isTrue();

        SimulatedClient back = server.closed(
                SimulatedClient.at(server.uri()).as(client.identity()).named("runner"));
        TestServer.polled(back);
        assertThat(server.node(back)).isPresent();
        assertThat(isThereAfter(Duration.ZERO)).isTrue();
    }

    @Test
    void its_time_begins_anew_with_a_login_however_long_it_was_away() {
        SimulatedClient laptop = server.joined("laptop"); // not ephemeral, so that nothing removes it
        server.clock.advance(AGES);

        SimulatedClient again = server.closed(laptop.rotated());
        assertThat(again.join(server.ephemeralKey()).error()).isEmpty();

        assertThat(isThereAfter(again, INACTIVITY.minus(MOMENT))).isTrue();
        assertThat(isThereAfter(again, MOMENT)).isFalse();
    }
}
