package net.headscale.session;

import java.time.Duration;
import java.time.Instant;
import net.headscale.testkit.time.TestClock;

/// Time as a test has it.
record OnClock(TestClock clock) implements Later {
    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public void after(Duration delay, Runnable task) {
        clock.schedule(delay, task);
    }
}
