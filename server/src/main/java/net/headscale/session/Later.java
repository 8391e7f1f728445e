package net.headscale.session;

import java.time.Duration;
import java.time.Instant;

/// Time, and what is to be done when some of it has passed. Thread-safe.
interface Later {
    Instant now();

    /// Runs something short after a while.
    void after(Duration delay, Runnable task);
}
