package net.headscale.interop.rig;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Waits until something becomes true; fails when a deadline passes first. Never waits for time as such.
///
/// A look that ends in a [CommandFailedException] counts as "not yet": a daemon that restarts refuses its command line
/// for a while.
public final class Await {
    /// How often to look: short beside every figure we report, long beside the cost of one look.
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(25);

    private Await() {}

    /// One look at the condition; empty means "not yet".
    @FunctionalInterface
    public interface Look<T> {
        /// What is there now.
        Optional<T> now();
    }

    /// One look at a condition without a value.
    @FunctionalInterface
    public interface Condition {
        /// Whether it holds now.
        boolean holds();
    }

    /// Waits for `condition`.
    ///
    /// @param what completes the sentence "waited for …"
    /// @return the time from the call to the start of the look that succeeded
    /// @throws DeadlineMissedException if it does not hold within `deadline`
    public static Duration until(String what, Duration deadline, Condition condition) {
        return value(what, deadline, () -> condition.holds() ? Optional.of(true) : Optional.empty())
                .after();
    }

    /// Waits for a value.
    ///
    /// @throws DeadlineMissedException if there is none within `deadline`
    public static <T> Found<T> value(String what, Duration deadline, Look<T> look) {
        long start = System.nanoTime();
        String lastRefusal = "";
        while (true) {
            Duration after = Duration.ofNanos(System.nanoTime() - start);
            try {
                Optional<T> value = look.now();
                if (value.isPresent()) {
                    return new Found<>(value.get(), after);
                }
                lastRefusal = "";
            } catch (CommandFailedException e) {
                lastRefusal = "; last refusal: " + e.getMessage();
            }
            if (after.compareTo(deadline) > 0) {
                throw new DeadlineMissedException(
                        "waited for " + what + " for " + deadline.toMillis() + " ms" + lastRefusal);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /// A value that was waited for.
    ///
    /// @param after the time from the call to the start of the look that saw it
    public record Found<T>(T value, Duration after) {}
}
