package net.headscale.interop.rig;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A web server on a host, for scenarios about who gets through to which port.
public final class Web {
    private static final Duration MOST_TIME_TO_START = Duration.ofSeconds(20);

    private Web() {}

    /// Starts one that serves on every IPv4 address of a host.
    public static Program start(Host host, int port) {
        Path program = Path.of(System.getProperty("java.home"), "bin", "jwebserver");
        Path folder = host.folder().resolve("web-" + port);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        Command command =
                Command.of(program.toString(), "-b", "0.0.0.0", "-p", Integer.toString(port), "-d", folder.toString());
        Program server = host.start("web-" + port, command);
        Await.until(
                "an answer of " + server,
                MOST_TIME_TO_START,
                () -> answers(host, "127.0.0.1", port, MOST_TIME_TO_START));
        return server;
    }

    /// Whether a host gets an answer from there.
    ///
    /// @param wait how long to wait for it
    public static boolean answers(Host from, String address, int port, Duration wait) {
        URI url = URI.create("http://" + (address.contains(":") ? "[" + address + "]" : address) + ":" + port + "/");
        return from.attempt(Command.of(
                        "curl",
                        "--silent",
                        "--fail",
                        "--output",
                        "/dev/null",
                        "--max-time",
                        Double.toString(wait.toMillis() / 1000.0),
                        url.toString()))
                .succeeded();
    }
}
