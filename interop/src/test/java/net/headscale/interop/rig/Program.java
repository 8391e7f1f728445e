package net.headscale.interop.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A process that stays: a daemon, or a command that waits for somebody.
///
/// Its process id is that of the program itself, since everything before it on the way into its host ends in `exec`.
/// Thread-safe.
public final class Program {
    /// A program that does not end so soon after SIGTERM has hung.
    private static final Duration MOST_TIME_TO_STOP = Duration.ofSeconds(20);

    private final String name;
    private final Process process;
    private final Path log;

    Program(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /// The id of the process, as this machine numbers it.
    public long pid() {
        return process.pid();
    }

    /// Whether it has not ended yet.
    public boolean isRunning() {
        return process.isAlive();
    }

    /// Everything that it wrote so far, standard output and error together.
    public String log() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Asks it to end (SIGTERM) and waits for that.
    ///
    /// @return the exit status
    public int stop() {
        process.destroy();
        return exit(MOST_TIME_TO_STOP);
    }

    /// Ends it as a power cut would (SIGKILL): it gets no chance to tidy up.
    public void kill() {
        process.destroyForcibly();
        exit(MOST_TIME_TO_STOP);
    }

    /// Waits until it ends.
    ///
    /// @return the exit status
    /// @throws DeadlineMissedException if it runs on past `deadline`
    public int exit(Duration deadline) {
        try {
            if (process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new DeadlineMissedException(this + " runs on after " + deadline.toMillis() + " ms; its log: " + log());
    }

    /// Shows its name and process id.
    @Override
    public String toString() {
        return name + " (process " + process.pid() + ")";
    }
}
