package net.headscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import net.headscale.control.TestServer;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.testkit.netmap.Netmap;
import net.headscale.testkit.relay.RelayClient;
import net.headscale.wire.derp.FromServer;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.key.X25519Secret;
import net.headscale.wire.tailcfg.DerpNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server on plain HTTP, as at home: its relay does TLS by itself.
class EmbeddedRelayTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ON = "derp: {server: {enabled: true, stun_listen_addr: '127.0.0.1:0'}}\n";

    @TempDir
    Path folder;

    private static DerpNode relayOf(SimulatedClient client) {
        Netmap netmap = TestServer.polled(client).awaitNetmap(seen -> seen.derpMap() != null);
        return netmap.derpMap().regions().get(999).nodes().getFirst();
    }

    /// A client whose node key the test can prove.
    private static SimulatedClient joined(RunningServer server, X25519Secret secret) {
        return server.joined(SimulatedClient.at(server.uri())
                .as(SimulatedClient.at(server.uri()).identity().withNodeKey(NodeKey.of(secret.publicBytes()))));
    }

    private static RelayClient dial(DerpNode relay, X25519Secret secret) {
        return RelayClient.dial(
                Pinned.sockets(relay.certName()), new InetSocketAddress(relay.ipv4(), relay.derpPort()), secret);
    }

    @Test
    void two_nodes_send_packets_through_it_after_checking_its_fingerprint() throws IOException {
        try (var server = RunningServer.start(folder, ON);
                var mine = X25519Secret.generate(RANDOM);
                var other = X25519Secret.generate(RANDOM)) {
            DerpNode relay = relayOf(joined(server, mine));
            joined(server, other);

            try (RelayClient a = dial(relay, mine).awaitAdmission();
                    RelayClient b = dial(relay, other).awaitAdmission()) {
                a.send(b.key(), new byte[] {1, 2, 3});

                FromServer.RecvPacket packet = b.nextPacket();
                assertThat(packet.source()).isEqualTo(a.key());
                assertThat(packet.packet().remaining()).isEqualTo(3);
            }
        }
    }

    @Test
    void what_passes_through_it_is_in_the_metrics() throws IOException {
        try (var server = RunningServer.start(folder, ON + "metrics_listen_addr: 127.0.0.1:0\n");
                var mine = X25519Secret.generate(RANDOM)) {
            DerpNode relay = relayOf(joined(server, mine));

            try (RelayClient a = dial(relay, mine).awaitAdmission()) {
                a.send(a.key(), new byte[100]);
                a.nextPacket();

                assertThat(ObservationTest.observed(server, "/metrics"))
                        .contains("headscale_derp_clients 1.0")
                        .contains("headscale_derp_received_packets_total 1.0")
                        .contains("headscale_derp_received_bytes_total 137.0")
                        .contains("headscale_derp_dropped_bytes_total{reason=\"absent\"} 0.0");
            }
        }
    }

    @Test
    void a_key_of_no_node_is_refused() throws IOException {
        try (var server = RunningServer.start(folder, ON);
                var stranger = X25519Secret.generate(RANDOM)) {
            DerpNode relay = relayOf(server.joined("laptop"));

            try (RelayClient client = dial(relay, stranger)) {
                assertThat(client.isClosedByRelay()).isTrue();
            }
        }
    }

    @Test
    void a_node_that_is_deleted_or_logged_out_loses_its_connection_at_once() throws IOException {
        try (var server = RunningServer.start(folder, ON);
                var mine = X25519Secret.generate(RANDOM);
                var other = X25519Secret.generate(RANDOM)) {
            SimulatedClient laptop = joined(server, mine);
            DerpNode relay = relayOf(laptop);
            joined(server, other);
            try (RelayClient a = dial(relay, mine).awaitAdmission();
                    RelayClient b = dial(relay, other).awaitAdmission()) {
                server.run("nodes", "expire", "-i", "1");
                assertThat(a.isClosedByRelay()).isTrue();

                server.run("nodes", "delete", "-i", "2", "--force");
                assertThat(b.isClosedByRelay()).isTrue();
            }
        }
    }

    @Test
    void its_certificate_is_kept_and_is_its_owners_alone() throws IOException {
        String first;
        try (var server = RunningServer.start(folder, ON)) {
            first = relayOf(server.joined("laptop")).certName();
        }
        Path file = folder.resolve("derp_server_certificate.pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        try (var server = RunningServer.start(folder, ON)) {
            assertThat(relayOf(server.joined("laptop")).certName())
                    .isEqualTo(first)
                    .startsWith("sha256-raw:");
        }
    }

    @Test
    void clients_before_v1_82_are_told_no_fingerprint_and_may_be_let_in_unchecked() {
        try (var server = RunningServer.start(folder, ON)) {
            DerpNode told = relayOf(server.joined(old(server)));
            assertThat(told.certName()).isEmpty();
            assertThat(told.insecureForTests()).isFalse();
        }
        try (var server = RunningServer.start(
                folder,
                "derp: {server: {enabled: true, stun_listen_addr: '127.0.0.1:0', serve_old_clients: true}}\n")) {
            DerpNode told = relayOf(server.joined(old(server)));
            assertThat(told.certName()).isEmpty();
            assertThat(told.insecureForTests()).isTrue();
            assertThat(relayOf(server.joined("today")).isPinned()).isTrue();
        }
    }

    private static SimulatedClient old(RunningServer server) {
        SimulatedClient client = SimulatedClient.at(server.uri()).named("old");
        return client.as(client.profile().withVersion(114));
    }
}
