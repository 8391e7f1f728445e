package net.headscale.interop.rig;

import java.time.Duration;
import java.util.List;

/// How a command ended.
///
/// @param exit the exit status
/// @param out what it wrote to its standard output
/// @param err what it wrote to its standard error
/// @param took from the start of the process to its end
public record Outcome(List<String> command, int exit, String out, String err, Duration took) {
    public Outcome {
        command = List.copyOf(command);
    }

    /// Whether the exit status is 0.
    public boolean succeeded() {
        return exit == 0;
    }

    /// This outcome, if the command succeeded.
    ///
    /// @throws CommandFailedException otherwise, with what it printed
    public Outcome orThrow() {
        if (!succeeded()) {
            throw new CommandFailedException(this + " said: " + (err + out).strip());
        }
        return this;
    }

    /// The same end of another spelling of the command: the one that the reader knows.
    Outcome of(List<String> spelling) {
        return new Outcome(spelling, exit, out, err, took);
    }

    @Override
    public String toString() {
        return "`" + String.join(" ", command) + "` (exit status " + exit + " after " + took.toMillis() + " ms)";
    }
}
