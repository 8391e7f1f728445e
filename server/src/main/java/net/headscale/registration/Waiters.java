package net.headscale.registration;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The held requests of nodes that wait for a person. Thread-safe.
final class Waiters {
    /// What became of a wait.
    enum Verdict {
        /// Look again: the node was let in, asked anew, or nobody came.
        LOOK,
        /// A person turned the node away.
        TURNED_AWAY
    }

    private static final class Wait {
        private final CountDownLatch latch = new CountDownLatch(1);
        private volatile Verdict verdict = Verdict.LOOK;
    }

    /// By hash of the auth id.
    private final Map<String, Set<Wait>> waiting = new ConcurrentHashMap<>();

    /// Waits until `authIdHash` is decided on, at most for `patience`.
    ///
    /// @param isUndecided asked once more when nothing can be missed any more
    Verdict await(String authIdHash, Duration patience, BooleanSupplier isUndecided) throws InterruptedException {
        Wait wait = new Wait();
        waiting.computeIfAbsent(authIdHash, _ -> ConcurrentHashMap.newKeySet()).add(wait);
        try {
            if (isUndecided.getAsBoolean()) {
                boolean isDecided = wait.latch.await(patience.toMillis(), TimeUnit.MILLISECONDS);
                return isDecided ? wait.verdict : Verdict.LOOK;
            }
            return wait.verdict;
        } finally {
            waiting.computeIfPresent(authIdHash, (_, waits) -> {
                waits.remove(wait);
                return waits.isEmpty() ? null : waits;
            });
        }
    }

    /// Lets go of all who wait for `authIdHash`.
    void decided(String authIdHash, Verdict verdict) {
        Set<Wait> waits = waiting.remove(authIdHash);
        if (waits != null) {
            waits.forEach(wait -> {
                wait.verdict = verdict;
                wait.latch.countDown();
            });
        }
    }
}
