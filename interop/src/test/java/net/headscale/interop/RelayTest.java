package net.headscale.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.ClientVersion;
import net.headscale.interop.rig.Command;
import net.headscale.interop.rig.DerpRelay;
import net.headscale.interop.rig.Headscale;
import net.headscale.interop.rig.Host;
import net.headscale.interop.rig.NatProbe;
import net.headscale.interop.rig.NatRouter;
import net.headscale.interop.rig.Outcome;
import net.headscale.interop.rig.RealClient;
import net.headscale.interop.rig.RelayProbe;
import net.headscale.interop.rig.TestNetwork;
import org.junit.jupiter.api.Test;

/// Clients that find no direct path to each other, and the relay in the server.
@Scenario
class RelayTest {
    private static final Results RESULTS = Results.of("relay");
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration COPY_DEADLINE = Duration.ofSeconds(180);
    private static final Duration COPY_GOAL = Duration.ofSeconds(20);
    private static final Duration AT_ONCE = Duration.ofSeconds(3);
    private static final int RELAY_PORT = 3478; // as that of STUN
    private static final int MEGABYTES = 100;
    private static final int COPIES = Boolean.getBoolean("full") ? 5 : 1;
    private static final String NAMESPACE = "home";
    private static final String OWN = "headscale";
    private static final String SECURE_URL = "https://" + TestNetwork.SERVER_NAME;

    /// A server with its own relay and no other, on plain HTTP as in the quick start.
    private static Headscale plain(TestNetwork network) {
        Headscale headscale = Headscale.install(network);
        headscale.copyExample();
        headscale.edit(Map.of("server_url", Headscale.URL));
        headscale.write("derp.yaml", "regions: {}\n");
        headscale.serve();
        headscale.run("namespace", "create", NAMESPACE);
        return headscale;
    }

    /// The same on HTTPS, with its relay on the same port.
    ///
    /// @param changes keys of the configuration
    private static Headscale secure(TestNetwork network, Map<String, String> changes) {
        Path certificates = network.authority().issue(TestNetwork.SERVER_NAME, TestNetwork.SERVER_ADDRESS);
        Headscale headscale = Headscale.install(network);
        headscale.copyExample();
        headscale.edit(Map.of(
                "server_url",
                SECURE_URL,
                "listen_addr",
                "0.0.0.0:443",
                "tls_cert_path",
                certificates.resolve(TestNetwork.SERVER_NAME + ".crt").toString(),
                "tls_key_path",
                certificates.resolve(TestNetwork.SERVER_NAME + ".key").toString()));
        headscale.edit(changes);
        headscale.write("derp.yaml", "regions: {}\n");
        headscale.serve(SECURE_URL);
        headscale.run("namespace", "create", NAMESPACE);
        return headscale;
    }

    private static RealClient join(Headscale headscale, Host host, ClientVersion version) {
        return join(headscale, host, version, Headscale.URL);
    }

    private static RealClient join(Headscale headscale, Host host, ClientVersion version, String url) {
        RealClient client = RealClient.start(host, version);
        client.up(url, headscale.authKey(NAMESPACE));
        return client;
    }

    private static RealClient join(Headscale headscale, Host host) {
        return join(headscale, host, ClientVersion.V1_102);
    }

    @Test
    void with_udp_blocked_two_clients_ping_and_copy_through_the_relay_of_a_server_on_plain_http(TestNetwork network) {
        Headscale headscale = plain(network);
        RealClient ana = join(headscale, blocked(network, "ana"));
        RealClient ben = join(headscale, blocked(network, "ben"));

        Await.until("ana to reach ben", DEADLINE, () -> way(ana, ben).equals(Optional.of("DERP(" + OWN + ")")));
        assertThat(ana.host().pings(ben.status().self().ipv4(), DEADLINE)).isTrue();
        RESULTS.record("100 MB through the embedded relay, plain HTTP", COPY_GOAL, copies(ben, ana));

        assertThat(ana.status().self().relay()).isEqualTo(OWN);
        assertThat(ana.status().health()).isEmpty();
        assertThat(ana.tailscale("netcheck").out()).contains("UDP: false", "Nearest DERP: Headscale Embedded DERP");
    }

    @Test
    void the_same_through_the_relay_of_a_server_on_https(TestNetwork network) {
        Headscale headscale = secure(network, Map.of());
        RealClient ana = join(headscale, blocked(network, "ana"), ClientVersion.V1_102, SECURE_URL);
        RealClient ben = join(headscale, blocked(network, "ben"), ClientVersion.V1_102, SECURE_URL);

        Await.until("ana to reach ben", DEADLINE, () -> way(ana, ben).equals(Optional.of("DERP(" + OWN + ")")));
        assertThat(ana.host().pings(ben.status().self().ipv4(), DEADLINE)).isTrue();
        RESULTS.record("100 MB through the embedded relay, HTTPS", COPY_GOAL, copies(ben, ana));

        assertThat(ana.status().health()).isEmpty();
        assertThat(ana.tailscale("netcheck").out()).contains("UDP: false", "Nearest DERP: Headscale Embedded DERP");
    }

    @Test
    void a_client_that_speaks_to_relays_by_websocket_is_reached_through_ours(TestNetwork network) {
        Headscale headscale = secure(network, Map.of());
        RealClient ana = join(headscale, blocked(network, "ana"), ClientVersion.V1_102_WEBSOCKETS, SECURE_URL);
        RealClient ben = join(headscale, blocked(network, "ben"), ClientVersion.V1_102, SECURE_URL);

        Await.until("ana to reach ben", DEADLINE, () -> way(ana, ben).equals(Optional.of("DERP(" + OWN + ")")));
        assertThat(ben.host().pings(ana.status().self().ipv4(), DEADLINE)).isTrue();

        assertThat(ana.daemon().log()).contains("websocket: connected to " + SECURE_URL + "/derp");
        assertThat(ben.daemon().log()).doesNotContain("websocket: connected");
    }

    @Test
    void a_node_that_goes_loses_its_connection_to_the_relay_at_once(TestNetwork network) {
        Headscale headscale = plain(network);
        RealClient ana = join(headscale, blocked(network, "ana"));
        RealClient ben = join(headscale, blocked(network, "ben"));
        RealClient cleo = join(headscale, blocked(network, "cleo"));
        for (RealClient each : List.of(ana, ben, cleo)) {
            Await.until(each.name() + " at the relay", DEADLINE, () -> isAtRelay(headscale, each));
        }

        ana.freeze(); // so that it is not the client that hangs up
        ben.freeze();
        headscale.run("-n", NAMESPACE, "nodes", "expire", "--identifier", idOf(headscale, ana));
        Await.until("ana's end at the relay", AT_ONCE, () -> !isAtRelay(headscale, ana));
        headscale.run("-n", NAMESPACE, "nodes", "delete", "--force", "--identifier", idOf(headscale, ben));
        Await.until("ben's end at the relay", AT_ONCE, () -> !isAtRelay(headscale, ben));
        cleo.logOut();
        Await.until("cleo's end at the relay", AT_ONCE, () -> !isAtRelay(headscale, cleo));
        ana.thaw();
        ben.thaw();
    }

    @Test
    void tailscales_probe_of_relays_is_happy(TestNetwork network) {
        secure(network, Map.of("derp.server.verify_clients", "false"));

        Outcome probe = RelayProbe.run(network, 999, OWN);

        assertThat(probe.err()).contains("good: derp/headscale/999a/999a/mesh", "good: derp/headscale/999a/udp");
        assertThat(probe.succeeded()).as(probe.err()).isTrue();
    }

    @Test
    void the_probe_is_refused_where_only_known_nodes_are_admitted(TestNetwork network) {
        secure(network, Map.of());

        Outcome probe = RelayProbe.run(network, 999, OWN);

        assertThat(probe.succeeded()).isFalse();
        assertThat(probe.err()).contains("bad: derp/headscale/999a/999a/mesh", "good: derp/headscale/999a/udp");
    }

    @Test
    void the_same_copy_through_derper_to_compare(TestNetwork network) {
        Headscale headscale = Headscale.install(network);
        headscale.configure(DerpRelay.start(network));
        headscale.serve();
        headscale.run("namespace", "create", NAMESPACE);
        RealClient ana = join(headscale, blocked(network, "ana"));
        RealClient ben = join(headscale, blocked(network, "ben"));

        Await.until("ana to reach ben", DEADLINE, () -> way(ana, ben).equals(Optional.of("DERP(test)")));
        RESULTS.record("100 MB through derper", COPY_GOAL, copies(ben, ana));
    }

    @Test
    void behind_two_easy_nats_a_direct_path_is_found(TestNetwork network) {
        Headscale headscale = plain(network);
        RealClient ana = join(headscale, behind(headscale, network, "a", NatRouter.Mapping.EASY));
        RealClient ben = join(headscale, behind(headscale, network, "b", NatRouter.Mapping.EASY));

        Duration time = Results.timeOf(() -> Await.until(
                "a direct path",
                DEADLINE,
                () -> way(ana, ben).filter(way -> !way.startsWith("DERP")).isPresent()));
        RESULTS.record("direct path between two easy NATs", Duration.ofSeconds(10), List.of(time));
        assertThat(ana.host().pings(ben.status().self().ipv4(), DEADLINE)).isTrue();
    }

    @Test
    void behind_two_hard_nats_the_relay_carries_on(TestNetwork network) {
        Headscale headscale = plain(network);
        RealClient ana = join(headscale, behind(headscale, network, "a", NatRouter.Mapping.HARD));
        RealClient ben = join(headscale, behind(headscale, network, "b", NatRouter.Mapping.HARD));

        Await.until("ana to reach ben", DEADLINE, () -> way(ana, ben).isPresent());
        for (int look = 0; look < 5; look++) {
            assertThat(way(ana, ben)).contains("DERP(" + OWN + ")");
        }
        assertThat(ana.host().pings(ben.status().self().ipv4(), DEADLINE)).isTrue();
    }

    @Test
    void a_client_of_v1_80_uses_the_relay_where_the_operator_lets_it(TestNetwork network) {
        Headscale headscale = Headscale.install(network);
        headscale.copyExample();
        headscale.edit(Map.of("server_url", Headscale.URL, "derp.server.serve_old_clients", "true"));
        headscale.write("derp.yaml", "regions: {}\n");
        headscale.serve();
        headscale.run("namespace", "create", NAMESPACE);
        RealClient old = join(headscale, blocked(network, "old"), ClientVersion.V1_80);
        RealClient ben = join(headscale, blocked(network, "ben"));

        Await.until("old to reach ben", DEADLINE, () -> way(old, ben).equals(Optional.of("DERP(" + OWN + ")")));
    }

    /// A host behind a router that was seen to do what `mapping` says.
    private static Host behind(Headscale headscale, TestNetwork network, String name, NatRouter.Mapping mapping) {
        Host host = network.addRouter("router-" + name, mapping).addClient(name);
        assertThat(NatProbe.of(host, headscale.host())).isEqualTo(new NatProbe.Seen(mapping, false));
        return host;
    }

    /// Whether a client has a connection to the relay that goes with a server on plain HTTP.
    private static boolean isAtRelay(Headscale headscale, RealClient client) {
        return headscale
                .host()
                .run("ss", "-Htn", "state", "established", "sport", "=", ":" + RELAY_PORT)
                .out()
                .replace("]", "") // of IPv4 addresses in an IPv6 socket
                .contains(client.host().address() + ":");
    }

    private static String idOf(Headscale headscale, RealClient client) {
        return headscale.json("-n", NAMESPACE, "node", "list").values().stream()
                .filter(node -> node.path("givenName").asString().equals(client.name()))
                .map(node -> node.path("id").asString())
                .findFirst()
                .orElseThrow();
    }

    /// A host whose firewall lets no UDP out or in.
    private static Host blocked(TestNetwork network, String name) {
        Host host = network.addClient(name);
        host.run("iptables", "-A", "OUTPUT", "-o", "eth0", "-p", "udp", "-j", "DROP");
        host.run("iptables", "-A", "INPUT", "-i", "eth0", "-p", "udp", "-j", "DROP");
        return host;
    }

    private static Optional<String> way(RealClient from, RealClient to) {
        return from.discoPing(to.status().self().ipv4());
    }

    /// The first of them is the first work of the relay's process.
    private static List<Duration> copies(RealClient to, RealClient from) {
        return IntStream.range(0, COPIES).mapToObj(_ -> copy(to, from)).toList();
    }

    /// How long one client takes to fetch 100 MB of zeros from another over TCP.
    private static Duration copy(RealClient to, RealClient from) {
        String address = from.status().self().ipv4();
        String program = """
                import socket
                listening = socket.create_server(("%s", 5001))
                print("ready", flush=True)
                connection, _ = listening.accept()
                block = bytes(1 << 20)
                for _ in range(%d):
                    connection.sendall(block)
                connection.close()
                """.formatted(address, MEGABYTES);
        var sender = from.host().start("sender-" + System.nanoTime(), Command.of("python3", "-c", program));
        Await.until("the sender", DEADLINE, () -> sender.log().contains("ready"));
        String fetch = """
                import socket
                connection = socket.create_connection(("%s", 5001), 30)
                count = 0
                while data := connection.recv(1 << 16):
                    count += len(data)
                assert count == %d << 20, count
                """.formatted(address, MEGABYTES);
        return Results.timeOf(() -> to.host()
                .attempt(Command.of("python3", "-c", fetch).within(COPY_DEADLINE))
                .orThrow());
    }
}
