package net.headscale.journal.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A JVM of the tests' own that runs one of their classes.
public final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private Child(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /// @param before what comes before `java` in the command, if anything
    public static Child start(List<String> before, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new Child(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /// Up to `count` lines of output, fewer if it ends.
    public List<String> lines(int count) throws IOException {
        List<String> lines = new ArrayList<>();
        String line;
        while (lines.size() < count && (line = output.readLine()) != null) {
            lines.add(line);
        }
        return lines;
    }

    /// Everything else that it says, and has said.
    public List<String> rest() throws IOException {
        return lines(Integer.MAX_VALUE);
    }

    public long pid() {
        return process.pid();
    }

    /// Waits for its end.
    public int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() {
        kill();
    }

    /// SIGKILL; what it has said can still be read.
    public void kill() {
        process.toHandle().destroyForcibly(); // by its handle, which leaves the output open
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
