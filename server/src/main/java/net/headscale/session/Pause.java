package net.headscale.session;

import java.time.Duration;

/// How long a tailnet rests between two rounds.
final class Pause {
    private static final Duration LEAST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofSeconds(2); // what ten thousand sessions come to
    private static final Duration A_MESSAGE = Duration.ofNanos(200_000); // some ten times what one costs

    private Pause() {}

    /// Longer the more the last round cost: what changes meanwhile goes out together.
    ///
    /// @param took how long it lasted
    /// @param told sessions that it had something for
    static Duration after(Duration took, int told) {
        Duration pause = A_MESSAGE.multipliedBy(told).plus(took);
        if (pause.compareTo(LEAST) < 0) {
            return LEAST;
        }
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}
