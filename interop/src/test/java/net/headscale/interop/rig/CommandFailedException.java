package net.headscale.interop.rig;

/// A command ended with an exit status other than 0, or did not end in time.
public final class CommandFailedException extends RuntimeException {
    /// @param message the command, its exit status and what it printed
    public CommandFailedException(String message) {
        super(message);
    }
}
