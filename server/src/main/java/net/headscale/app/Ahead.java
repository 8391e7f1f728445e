package net.headscale.app;

import java.security.SecureRandom;
import java.time.Duration;
import net.headscale.http.Loops;

/// Has the JVM load what listeners need on a second core, while the first reads the configuration and what is stored
/// (decisions 0201 and 0292).
///
/// Nothing is opened here. Who goes on to use these libraries waits first: two threads that initialise classes of one
/// library could wait for each other. Logging is ready before this starts, see `Logs.prepare`.
final class Ahead {
    private static final Duration LONGEST = Duration.ofSeconds(10); // by then the server is better off without

    private final Thread thread = Thread.ofPlatform().daemon().name("ahead").unstarted(Ahead::load);

    /// Starts loading; an instance that was not started has nothing to wait for.
    static Ahead start() {
        Ahead ahead = new Ahead();
        ahead.thread.start();
        return ahead;
    }

    /// Waits until all is loaded; whoever is interrupted goes on, and stays interrupted.
    void await() {
        try {
            thread.join(LONGEST.toMillis());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private static void load() {
        new SecureRandom().nextLong();
        Loops.prepare();
    }
}
