package net.headscale.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DoorTest {
    private final EmbeddedChannel listener = new EmbeddedChannel(new Door());

    @BeforeEach
    void stopTime() {
        listener.freezeTime();
    }

    @AfterEach
    void end() {
        listener.finishAndReleaseAll();
    }

    @Test
    void after_a_whole_group_it_pauses_and_goes_on() {
        arrive(Door.GROUP);
        assertThat(listener.config().isAutoRead()).isFalse();

        listener.advanceTimeBy(4, TimeUnit.MILLISECONDS);
        listener.runScheduledPendingTasks();

        assertThat(listener.config().isAutoRead()).isTrue();
        assertThat(listener.inboundMessages()).hasSize(Door.GROUP);
    }

    @Test
    void fewer_are_taken_without_a_pause() {
        arrive(Door.GROUP - 1);
        arrive(Door.GROUP - 1);

        assertThat(listener.config().isAutoRead()).isTrue();
    }

    private void arrive(int connections) {
        for (int i = 0; i < connections; i++) {
            listener.pipeline().fireChannelRead(i);
        }
        listener.pipeline().fireChannelReadComplete();
    }
}
