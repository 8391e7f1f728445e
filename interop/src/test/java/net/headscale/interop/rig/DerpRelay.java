package net.headscale.interop.rig;

import java.nio.file.Path;
import java.time.Duration;

/// The relay that Tailscale publishes (`derper`), with STUN, as the one region of the network.
///
/// Its certificate is the test's own; clients trust it through `SSL_CERT_FILE`, so that their checks stay as they are.
public final class DerpRelay {
    /// The region's number: the range of self-hosted relays begins here.
    public static final int REGION = 900;

    private static final Duration MOST_TIME_TO_START = Duration.ofSeconds(15);
    private static final String PROBE = "https://" + TestNetwork.RELAY_NAME + "/derp/probe";

    private final Host host;
    private final Program program;
    private final Path authority;

    private DerpRelay(Host host, Program program, Path authority) {
        this.host = host;
        this.program = program;
        this.authority = authority;
    }

    /// Starts the relay on a host of its own and waits until it answers.
    public static DerpRelay start(TestNetwork network) {
        Host host = network.addRelay();
        Path certificates = network.authority().issue(TestNetwork.RELAY_NAME, host.address());
        var command = Command.of(ClientVersion.V1_102.folder().resolve("derper").toString())
                .and("-a", ":443", "-http-port", "-1", "-stun")
                .and("-hostname", TestNetwork.RELAY_NAME, "-certmode", "manual", "-certdir", certificates.toString())
                .and("-c", host.folder().resolve("derper.key").toString());
        var relay = new DerpRelay(
                host, host.start("derper", command), network.authority().certificate());
        Await.until("the relay's answer to " + PROBE, MOST_TIME_TO_START, () -> relay.isReachableFrom(host));
        return relay;
    }

    /// The DERP map of the network, in the YAML that Tailscale's tools write: the content of a `derp_map_path` file.
    public String mapAsYaml() {
        return """
                regions:
                  %1$d:
                    regionid: %1$d
                    regioncode: test
                    regionname: Test relay
                    nodes:
                      - name: %1$da
                        regionid: %1$d
                        hostname: %2$s
                        ipv4: %3$s
                        stunport: 3478
                        stunonly: false
                        derpport: 443
                """.formatted(REGION, TestNetwork.RELAY_NAME, TestNetwork.RELAY_ADDRESS);
    }

    /// Whether a client on `from` could use the relay: TLS by name, with the certificate checked, and the probe's 200.
    public boolean isReachableFrom(Host from) {
        Outcome probe = from.attempt(Command.of("curl", "--silent", "--show-error", "--max-time", "3")
                .and("--cacert", authority.toString(), "--output", "/dev/null", "--write-out", "%{http_code}", PROBE));
        return probe.succeeded() && probe.out().equals("200");
    }

    /// The host it runs on.
    public Host host() {
        return host;
    }

    /// The process, to be stopped or killed.
    public Program program() {
        return program;
    }
}
