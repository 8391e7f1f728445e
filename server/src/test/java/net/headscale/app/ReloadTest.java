package net.headscale.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLSocket;
import net.headscale.certificate.OwnCertificate;
import net.headscale.control.TestServer;
import net.headscale.testkit.client.MapStream;
import net.headscale.testkit.netmap.Netmap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {
    private static final String RELAYS = "derp: {paths: [derp.yaml]}\n";

    @TempDir
    Path folder;

    private static String relayMap(int region) {
        return "regions: {%d: {nodes: [{hostname: derp.example.com}]}}\n".formatted(region);
    }

    private static boolean knowsRegion(Netmap netmap, int region) {
        return netmap.derpMap() != null
                && netmap.derpMap().regions() != null
                && netmap.derpMap().regions().containsKey(region);
    }

    @Test
    void an_edited_relay_map_reaches_clients_over_the_stream_they_have() {
        RunningServer.put(folder.resolve("derp.yaml"), relayMap(900));
        try (var server = RunningServer.start(folder, RELAYS)) {
            MapStream stream = TestServer.polled(server.joined("laptop"));
            stream.awaitNetmap(netmap -> knowsRegion(netmap, 900));

            server.put("derp.yaml", relayMap(901));

            stream.awaitNetmap(netmap -> knowsRegion(netmap, 901) && !knowsRegion(netmap, 900));
            assertThat(stream.ending()).isEmpty();
        }
    }

    @Test
    void edited_dns_settings_reach_clients_over_the_stream_they_have() {
        try (var server = RunningServer.start(folder, "")) {
            MapStream stream = TestServer.polled(server.joined("laptop"));

            server.configure("dns: {search_domains: [corp.example.com]}\n");

            stream.awaitNetmap(netmap ->
                    netmap.dns().domains() != null && netmap.dns().domains().contains("corp.example.com"));
            assertThat(stream.ending()).isEmpty();
        }
    }

    @Test
    void an_edited_policy_file_counts_for_connected_nodes() {
        RunningServer.put(folder.resolve("policy.hujson"), "{\"acls\": []}");
        try (var server = RunningServer.start(folder, "policy: {path: policy.hujson}\n")) {
            MapStream stream = TestServer.polled(server.joined("laptop"));
            TestServer.polled(server.joined("desktop"));
            assertThat(stream.netmap().live().peers()).isEmpty();

            server.put("policy.hujson", "{\"acls\": [{\"action\": \"accept\", \"src\": [\"*\"], \"dst\": [\"*:*\"]}]}");

            stream.awaitNetmap(netmap -> netmap.peers().size() == 1);
        }
    }

    @Test
    void a_broken_file_leaves_the_former_state_and_one_error_that_names_the_place() {
        RunningServer.put(folder.resolve("derp.yaml"), relayMap(900));
        try (var lines = LogLines.open();
                var server = RunningServer.start(folder, RELAYS)) {
            MapStream stream = TestServer.polled(server.joined("laptop"));

            server.put("derp.yaml", "regions:\n  900: []\n");
            Await.until("an error", () -> !lines.of(Level.ERROR).isEmpty());
            server.configure(RELAYS + "dns: {search_domains: [a.example.com]}\n");
            stream.awaitNetmap(netmap ->
                    netmap.dns().domains() != null && netmap.dns().domains().contains("a.example.com"));

            assertThat(lines.of(Level.ERROR).getFirst()).contains("derp.yaml:2");
            assertThat(knowsRegion(stream.netmap().live(), 900)).isTrue();
        }
    }

    @Test
    void a_broken_configuration_leaves_the_former_one_and_one_error_with_all_its_places() {
        try (var lines = LogLines.open();
                var server = RunningServer.start(folder, "")) {
            server.configure("dns: {nameservers: {global: [nonsense]}}\nlog: {level: loud}\n");
            Await.until("an error", () -> !lines.of(Level.ERROR).isEmpty());
            server.configure("logtail: {enabled: true}\n");
            Await.until("the next reading", () -> !lines.of(Level.INFO).isEmpty());

            assertThat(lines.of(Level.ERROR)).singleElement().asString().contains("config.yaml:4", "config.yaml:5");
        }
    }

    @Test
    void a_key_that_cannot_change_while_the_server_runs_is_named_in_a_warning() {
        try (var lines = LogLines.open();
                var server = RunningServer.start(folder, "")) {
            server.configure("prefixes: {v4: 100.64.0.0/16}\n");

            Await.until("a warning", () -> !lines.of(Level.WARN).isEmpty());
            assertThat(lines.of(Level.WARN)).singleElement().asString().contains("prefixes");
            assertThat(lines.of(Level.ERROR)).isEmpty();
        }
    }

    @Test
    void a_hangup_reads_everything_again_without_dropping_a_stream() {
        try (var lines = LogLines.open();
                var server = RunningServer.start(folder, "")) {
            List<MapStream> streams =
                    List.of(TestServer.polled(server.joined("laptop")), TestServer.polled(server.joined("desktop")));

            server.hangUp();

            Await.until("the reading", () -> !lines.of(Level.INFO).isEmpty());
            assertThat(streams).allSatisfy(stream -> assertThat(stream.ending()).isEmpty());
        }
    }

    @Test
    void a_renewed_certificate_is_shown_to_new_connections_and_leaves_the_others_alone() throws Exception {
        OwnCertificate first = certificate("first.pem");
        OwnCertificate second = certificate("second.pem");
        Files.copy(folder.resolve("first.pem"), folder.resolve("tls.pem"));
        try (var server = RunningServer.start(folder, "tls_cert_path: tls.pem\ntls_key_path: tls.pem\n");
                SSLSocket before = connect(server)) {
            assertThat(shown(before)).isEqualTo(first.pin());

            server.put("tls.pem", Files.readString(folder.resolve("second.pem")));

            Await.until("the second certificate", () -> {
                try (SSLSocket after = connect(server)) {
                    return shown(after).equals(second.pin());
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
            before.getOutputStream().write("GET /health HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
            assertThat(new String(before.getInputStream().readNBytes(15), US_ASCII))
                    .isEqualTo("HTTP/1.1 200 OK");
        }
    }

    private OwnCertificate certificate(String file) {
        return OwnCertificate.open(folder.resolve(file), "127.0.0.1", Instant.now(), new SecureRandom());
    }

    private static SSLSocket connect(RunningServer server) throws IOException {
        return (SSLSocket) Pinned.sockets("")
                .createSocket("127.0.0.1", server.server().address().getPort());
    }

    private static String shown(SSLSocket socket) throws IOException {
        return Pinned.pinOf((X509Certificate) socket.getSession().getPeerCertificates()[0]);
    }
}
