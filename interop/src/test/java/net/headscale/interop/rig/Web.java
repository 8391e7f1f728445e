package net.headscale.interop.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A web server on a host, for scenarios about who gets through to which port.
public final class Web {
    private static final Duration MOST_TIME_TO_START = Duration.ofSeconds(20);

    private Web() {}

    /// Starts one that serves on every address of a host.
    public static Program start(Host host, int port) {
        Path program = Path.of(System.getProperty("java.home"), "bin", "jwebserver");
        Path folder = host.folder().resolve("web-" + port);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        Command command =
                Command.of(program.toString(), "-b", "::", "-p", Integer.toString(port), "-d", folder.toString());
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
        return !answering(from, List.of(address), port, wait).isEmpty();
    }

    /// Those of some addresses that a host gets an answer from; all are asked at a time.
    ///
    /// @param wait how long to wait for the answers
    public static Set<String> answering(Host from, Collection<String> addresses, int port, Duration wait) {
        Command curl = Command.of("curl", "--silent", "--parallel", "--parallel-immediate", "--globoff")
                .and(
                        "--max-time",
                        Double.toString(wait.toMillis() / 1000.0),
                        "--write-out",
                        "%{url_effective} %{http_code}\n");
        Map<String, String> byUrl = new HashMap<>();
        for (String address : addresses) {
            String url = "http://" + (address.contains(":") ? "[" + address + "]" : address) + ":" + port + "/";
            byUrl.put(url, address);
            curl = curl.and("--output", "/dev/null", url);
        }
        return from.attempt(curl)
                .out()
                .lines()
                .filter(line -> line.endsWith(" 200"))
                .map(line -> byUrl.get(line.substring(0, line.indexOf(' '))))
                .collect(Collectors.toUnmodifiableSet());
    }
}
