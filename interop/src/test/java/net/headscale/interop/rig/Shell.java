package net.headscale.interop.rig;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Starts processes with an environment of our choosing and files for what they print. Thread-safe.
final class Shell {
    private final Path scratch;
    private final Map<String, String> environment;

    /// @param scratch a folder for what commands print
    /// @param environment all that processes get of it
    Shell(Path scratch, Map<String, String> environment) {
        this.scratch = scratch;
        this.environment = Map.copyOf(environment);
    }

    /// The folder for what commands print.
    Path scratch() {
        return scratch;
    }

    /// A shell whose processes get `variables` too.
    Shell with(Map<String, String> variables) {
        var all = new HashMap<>(environment);
        all.putAll(variables);
        return new Shell(scratch, all);
    }

    /// A shell whose processes get one more variable.
    Shell with(String variable, String value) {
        return with(Map.of(variable, value));
    }

    /// A shell that looks for programs in `folder` first.
    Shell searchingFirst(Path folder) {
        return with("PATH", folder + ":" + environment.get("PATH"));
    }

    /// Runs a command to its end.
    ///
    /// @throws CommandFailedException if it runs on past `limit`; it is killed then
    Outcome run(List<String> command, Duration limit) {
        Path out = scratchFile("out");
        Path err = scratchFile("err");
        try {
            long start = System.nanoTime();
            Process process = builder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            awaitEnd(process, command, limit, err);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            return new Outcome(command, process.exitValue(), Files.readString(out), Files.readString(err), took);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(out);
            delete(err);
        }
    }

    /// Starts a command that stays; what it prints is appended to `log`.
    Program start(String name, List<String> command, Path log) {
        try {
            Process process = builder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new Program(name, process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessBuilder builder(List<String> command) {
        var builder = new ProcessBuilder(command).redirectInput(new File("/dev/null"));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    private static void awaitEnd(Process process, List<String> command, Duration limit, Path err) throws IOException {
        boolean ended = false;
        try {
            ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
        if (!ended) {
            throw new CommandFailedException("`" + String.join(" ", command) + "` runs on after " + limit.toMillis()
                    + " ms; it said: " + Files.readString(err).strip());
        }
    }

    private Path scratchFile(String suffix) {
        try {
            return Files.createTempFile(scratch, "command-", "." + suffix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
