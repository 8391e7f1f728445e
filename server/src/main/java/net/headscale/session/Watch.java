package net.headscale.session;

import java.time.Duration;

/// Told what map sessions do. Called by the threads that render, so it must be quick and not throw.
public interface Watch {
    /// Watches nothing.
    Watch NONE = new Watch() {};

    /// A stream was given its first message, a full map.
    ///
    /// @param sinceOpened since the stream was opened
    default void fullMapSent(Duration sinceOpened) {}

    /// A round is over.
    ///
    /// @param moved how many sessions were written to
    /// @param took how long it took
    /// @param sinceChanged since the oldest change that it told of was published
    default void roundEnded(int moved, Duration took, Duration sinceChanged) {}

    /// Sessions that had heard nothing for a while were told that the server is there.
    default void keepAlivesSent(int count) {}

    /// A stream is gone.
    default void streamEnded(MapSession.Ending how) {}
}
