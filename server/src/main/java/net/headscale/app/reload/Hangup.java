package net.headscale.app.reload;

import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/// The signal SIGHUP, by which operators and service managers ask for the configuration to be read again.
///
/// The JDK has no public interface to signals. `sun.misc.Signal` is exported and kept for this very purpose (JEP 260).
/// By reflection, as javac would have it, it takes a thirtieth of the server's start.
public final class Hangup {
    private Hangup() {}

    /// Has `action` run at every SIGHUP from now on, which ends the process otherwise. Where that cannot be had, a
    /// warning says so.
    public static void handle(Runnable action) {
        try {
            Signal.handle(new Signal("HUP"), _ -> action.run());
        } catch (IllegalArgumentException unavailable) {
            LoggerFactory.getLogger(Hangup.class)
                    .atWarn()
                    .addKeyValue("reason", String.valueOf(unavailable.getMessage()))
                    .log("SIGHUP cannot be handled");
        }
    }
}
