package net.headscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.headscale.app.reload.Hangup;
import org.junit.jupiter.api.Test;

/// From outside its package, as the server uses it.
class HangupTest {
    @Test
    void a_signal_to_this_process_runs_what_is_to_be_done() throws IOException, InterruptedException {
        CountDownLatch heard = new CountDownLatch(1);
        Hangup.handle(heard::countDown);

        Process kill = new ProcessBuilder(
                        "kill", "-HUP", Long.toString(ProcessHandle.current().pid()))
                .start();

        assertThat(kill.waitFor()).isZero();
        assertThat(heard.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
