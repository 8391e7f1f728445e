package net.headscale.http;

import java.time.Duration;

/// Told of every exchange. Called on event loops and virtual threads, so it must be quick and not throw.
@FunctionalInterface
public interface Watch {
    /// Watches nothing.
    Watch NONE = (_, _, _) -> {};

    /// A request was answered.
    ///
    /// @param took since the request was read
    void answered(Request request, int status, Duration took);
}
