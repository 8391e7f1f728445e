package net.headscale.coordinator;

import java.time.Duration;

/// Told how long writers take. Called by their threads and by those that wait for them, so it must be quick and not
/// throw.
public interface WriterWatch {
    /// Commands were decided together, stored, and published.
    ///
    /// @param commands how many
    void carriedOut(int commands, Duration took);

    /// A command has its answer.
    ///
    /// @param waited since it was submitted
    void answered(Duration waited);
}
