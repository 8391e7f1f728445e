package net.headscale.interop.rig;

/// What was waited for did not come in time.
public final class DeadlineMissedException extends AssertionError {
    /// @param message what was waited for, how long, and what was last seen
    public DeadlineMissedException(String message) {
        super(message);
    }
}
