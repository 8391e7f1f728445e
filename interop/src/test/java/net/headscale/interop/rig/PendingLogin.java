package net.headscale.interop.rig;

import java.time.Duration;

/// A `tailscale up` that waits until somebody has visited a page.
///
/// @param page the address that the client printed
/// @param command the waiting command; it ends with status 0 when the node is in
public record PendingLogin(String page, Program command) {
    /// Waits until the command ends well.
    ///
    /// @return the time from this call to the end of the command
    public Duration awaitSuccess(Duration deadline) {
        long start = System.nanoTime();
        int exit = command.exit(deadline);
        if (exit != 0) {
            throw new CommandFailedException(command + " ended with " + exit + ": " + command.log());
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
