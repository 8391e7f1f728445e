package net.headscale.relay;

/// How many bytes one client may send through the relay: a bucket that fills steadily. For one thread.
///
/// Nothing is dropped: who is over the budget is read from later, as the reference does.
final class Budget {
    private static final long NANOS = 1_000_000_000;

    private final long bytesPerSecond;
    private long left;
    private long filledAt;

    /// @param bytesPerSecond 0: no limit
    /// @param now nanoseconds, as all others
    Budget(long bytesPerSecond, long now) {
        this.bytesPerSecond = bytesPerSecond;
        this.left = bytesPerSecond;
        this.filledAt = now;
    }

    /// Takes bytes out, which may leave less than none.
    ///
    /// @return nanoseconds until there is something left again; 0 while there is
    long take(long bytes, long now) {
        if (bytesPerSecond == 0) {
            return 0;
        }
        fill(now);
        left -= bytes;
        return left >= 0 ? 0 : (long) (-left * (double) NANOS / bytesPerSecond);
    }

    /// At most one second's worth is saved up.
    private void fill(long now) {
        double seconds = Math.min((double) (now - filledAt) / NANOS, 3_600);
        left = Math.min(bytesPerSecond, left + (long) (seconds * bytesPerSecond));
        filledAt = now;
    }
}
