package net.headscale.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2SettingsFrame;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// How long a connection may say nothing, and that no timer outlives it: a timer keeps all of it in memory.
class ConnectionEndTest {
    private static final long NOTHING = -1;

    private final EmbeddedChannel connection = new EmbeddedChannel(new ConnectionEnd());

    @Test
    void a_connection_that_never_greets_is_closed() {
        assertThat(connection.runScheduledPendingTasks()).isPositive();
        connection.advanceTimeBy(30, TimeUnit.SECONDS);
        connection.runScheduledPendingTasks();

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void one_that_greets_has_no_deadline() {
        connection.writeInbound(new DefaultHttp2SettingsFrame(Http2Settings.defaultSettings()));

        assertThat(connection.runScheduledPendingTasks()).isEqualTo(NOTHING);
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void nothing_waits_for_one_that_is_gone() {
        connection.pipeline().fireChannelInactive(); // a close would have the test's channel drop its timers

        assertThat(connection.runScheduledPendingTasks()).isEqualTo(NOTHING);
    }
}
