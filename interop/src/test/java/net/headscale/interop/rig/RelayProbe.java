package net.headscale.interop.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The program with which Tailscale watches its relays (`derpprobe`): STUN, the upgrade, and packets from one key to
/// another, both of them new.
public final class RelayProbe {
    private static final String RELEASE = "derpprobe-v1.102.5";
    private static final Duration MOST_TIME = Duration.ofSeconds(90);

    private RelayProbe() {}

    /// Probes the relay of the server, on HTTPS, once from a host of its own. Certificates aside: those of a test
    /// network do not live the week that the program wants.
    ///
    /// @return a line for each probe, `good: NAME` or `bad: NAME`; success where all are good
    public static Outcome run(TestNetwork network, int region, String code) {
        Host host = network.addClient("prober");
        Path map = host.folder().resolve("map.json");
        write(map, """
                {"Regions": {"%1$d": {"RegionID": %1$d, "RegionCode": "%2$s", "Nodes": [
                  {"Name": "%1$da", "RegionID": %1$d, "HostName": "%3$s", "IPv4": "%4$s"}]}}}
                """.formatted(region, code, TestNetwork.SERVER_NAME, TestNetwork.SERVER_ADDRESS));
        Path script = Repository.root().resolve("interop/clients/build");
        Path program = Path.of(Repository.run(script, RELEASE).strip()).resolve("derpprobe");
        return host.attempt(Command.of(program.toString(), "-once", "-tls-interval", "0", "-derp-map", "file://" + map)
                .within(MOST_TIME));
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
