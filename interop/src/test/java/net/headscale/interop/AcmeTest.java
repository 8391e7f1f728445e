package net.headscale.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.CertificateAuthority;
import net.headscale.interop.rig.Command;
import net.headscale.interop.rig.Headscale;
import net.headscale.interop.rig.Host;
import net.headscale.interop.rig.RealClient;
import net.headscale.interop.rig.TestNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Certificates that a real ACME server issues.
@Scenario
class AcmeTest {
    private static final String URL = "https://" + TestNetwork.SERVER_NAME;
    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final Duration LIFE = Duration.ofSeconds(60); // renewed after 40
    private static final Pattern SERIAL = Pattern.compile("serial=(\\S+)");

    @ParameterizedTest
    @ValueSource(strings = {"HTTP-01", "TLS-ALPN-01"})
    void a_certificate_is_issued_and_renewed_and_clients_connect_over_it(String challenge, TestNetwork network) {
        CertificateAuthority authority = CertificateAuthority.start(network, LIFE);
        Headscale headscale = Headscale.install(network);
        headscale.copyExample();
        headscale.edit(Map.of(
                "server_url",
                URL,
                "listen_addr",
                "0.0.0.0:443",
                "tls_letsencrypt_challenge_type",
                challenge,
                "acme_url",
                authority.directory(),
                "acme_email",
                "operator@example.com"));
        headscale.configure(Map.of(
                "tls_letsencrypt_hostname",
                "[\"" + TestNetwork.SERVER_NAME + "\", \"" + TestNetwork.OTHER_SERVER_NAME + "\"]"));
        headscale.write("derp.yaml", "regions: {}\n");
        headscale
                .host()
                .start(
                        "headscale",
                        Command.of("headscale", "serve")
                                .in(headscale.folder())
                                .with("JAVA_TOOL_OPTIONS", authority.javaOptions(headscale.folder())));
        Host watcher = network.addClient("watcher");

        Await.until(
                "a certificate",
                DEADLINE,
                () -> watcher.attempt(Command.of("curl", "--silent", "--fail", "--max-time", "3", URL + "/health"))
                        .succeeded());
        assertThat(watcher.run("curl", "--silent", "--fail", "https://" + TestNetwork.OTHER_SERVER_NAME + "/health")
                        .out())
                .isNotEmpty();
        String first = serial(watcher);
        headscale.run("namespace", "create", "home");
        RealClient ana = RealClient.start(network, "ana");
        ana.up(URL, headscale.authKey("home"));
        assertThat(ana.status().isRunning()).isTrue();

        Await.until("a renewal", DEADLINE, () -> !serial(watcher).equals(first));
        assertThat(ana.status().isRunning()).isTrue();
        assertThat(headscale.online("home")).contains("ana");
    }

    private static String serial(Host from) {
        String shown = from.run(
                        "sh",
                        "-c",
                        "openssl s_client -connect " + TestNetwork.SERVER_NAME + ":443 -servername "
                                + TestNetwork.SERVER_NAME + " </dev/null 2>/dev/null | openssl x509 -noout -serial")
                .out();
        Matcher serial = SERIAL.matcher(shown);
        assertThat(serial.find()).as(shown).isTrue();
        return serial.group(1);
    }
}
