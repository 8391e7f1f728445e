package net.headscale.journal.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

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

    /// What comes before `java` so that a folder is a small disk in memory, in a mount namespace of its own.
    ///
    /// @param size as tmpfs reads it, such as `4m`
    public static List<String> onSmallDisk(Path folder, String size) {
        return List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o size=" + size + ",mode=0700 tmpfs '" + folder + "' && exec \"$@\"",
                "sh");
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

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /// How many system calls it has made that write: a measure of how far it got that no clock has a say in.
    public long writes() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid()), "io")).stream()
                .filter(line -> line.startsWith("syscw: "))
                .mapToLong(line -> Long.parseLong(line.substring("syscw: ".length())))
                .findFirst()
                .orElseThrow();
    }

    /// Lets it write so many times more, then kills it.
    public void killAfter(long more) throws IOException {
        long last = writes() + more;
        while (writes() < last) {
            LockSupport.parkNanos(50_000); // far less than a sync of the disk takes
        }
        kill();
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
