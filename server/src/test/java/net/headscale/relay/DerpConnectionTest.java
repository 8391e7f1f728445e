package net.headscale.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import net.headscale.wire.key.X25519Secret;
import org.junit.jupiter.api.Test;

/// The timers of a connection to the relay.
class DerpConnectionTest {
    private static final long NOTHING = -1;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final DerpServer relay =
            new DerpServer(X25519Secret.generate(RANDOM), _ -> true, 0, RANDOM, RelayWatch.NONE);
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @Test
    void a_client_that_never_says_who_it_is_is_let_go() {
        start();
        channel.advanceTimeBy(10, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void no_timer_outlives_a_connection() {
        start();
        assertThat(channel.runScheduledPendingTasks()).isPositive();
        channel.pipeline().fireChannelInactive(); // a close would have the test's channel drop its timers

        assertThat(channel.runScheduledPendingTasks()).isEqualTo(NOTHING);
    }

    private void start() {
        DerpConnection connection = new DerpConnection(relay, channel);
        channel.pipeline().addLast(connection);
        connection.start();
    }
}
