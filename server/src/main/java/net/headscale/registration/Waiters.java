package net.headscale.registration;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The held requests of nodes that wait for a person. Thread-safe.
final class Waiters {
    /// By hash of the auth id.
    private final Map<String, Set<CountDownLatch>> waiting = new ConcurrentHashMap<>();

    /// Waits until `authIdHash` is decided on, at most `seconds`.
    ///
    /// @param isUndecided asked once more when nothing can be missed any more
    void await(String authIdHash, long seconds, BooleanSupplier isUndecided) throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        waiting.computeIfAbsent(authIdHash, _ -> ConcurrentHashMap.newKeySet()).add(latch);
        try {
            if (isUndecided.getAsBoolean()) {
                latch.await(seconds, TimeUnit.SECONDS);
            }
        } finally {
            waiting.computeIfPresent(authIdHash, (_, latches) -> {
                latches.remove(latch);
                return latches.isEmpty() ? null : latches;
            });
        }
    }

    /// Lets go of all who wait for `authIdHash`.
    void decided(String authIdHash) {
        Set<CountDownLatch> latches = waiting.remove(authIdHash);
        if (latches != null) {
            latches.forEach(CountDownLatch::countDown);
        }
    }
}
