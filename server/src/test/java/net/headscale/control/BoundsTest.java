package net.headscale.control;

import static net.headscale.control.TestServer.nameOf;
import static net.headscale.control.TestServer.polled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.headscale.coordinator.Decision;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.NodeName;
import net.headscale.tailnet.PolicyText;
import net.headscale.testkit.client.ClientFailure;
import net.headscale.testkit.client.MapStream;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.testkit.hostile.HostileClient;
import net.headscale.testkit.netmap.Netmap;
import net.headscale.wire.json.RawJson;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.Hostinfo;
import net.headscale.wire.tailcfg.SshPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Attacks that cost a server that does not count: by oversize, by number, by silence.
class BoundsTest {
    private final TestServer server = TestServer.start();
    private final SimulatedClient victim = server.joined("victim");

    @AfterEach
    void close() {
        server.close();
    }

    private static int status(SimulatedClient client) {
        try {
            client.register(client.registration().build());
            return 200;
        } catch (ClientFailure.UnexpectedStatus refused) {
            return refused.status();
        }
    }

    @Test
    void a_loopback_endpoint_in_the_clothes_of_ipv6_is_dropped() {
        MapStream seen = polled(server.joined("watcher"));

        victim.update(victim.liteUpdate()
                .endpoints(List.of(
                        Endpoint.parse("[::ffff:127.0.0.1]:41641"),
                        Endpoint.parse("[::ffff:224.0.0.1]:41641"),
                        Endpoint.parse("192.0.2.7:41641")))
                .build());

        var peer = seen.awaitNetmap(
                        netmap -> !netmap.peer(nameOf("victim")).endpoints().isEmpty())
                .peer(nameOf("victim"));
        assertThat(peer.endpoints()).containsExactly(Endpoint.parse("192.0.2.7:41641"));
    }

    @Test
    void the_disco_key_of_another_online_node_is_refused() {
        polled(victim);
        victim.update(victim.liteUpdate().build());
        var attacker = server.joined("attacker");

        attacker.update(
                attacker.liteUpdate().discoKey(victim.identity().discoKey()).build());

        assertThat(server.node(attacker).orElseThrow().keys().disco())
                .isNotEqualTo(victim.identity().discoKey());
    }

    static Stream<Hostinfo> oversized() {
        Hostinfo plain = Hostinfo.EMPTY.toBuilder().hostname("big").build();
        return Stream.of(
                plain.toBuilder()
                        .others(java.util.Map.of("Filler", RawJson.string("x".repeat(70 << 10))))
                        .build(),
                plain.toBuilder()
                        .routableIps(IntStream.range(0, 501)
                                .mapToObj(i -> Prefix.parse("10." + i / 256 + "." + i % 256 + ".0/24"))
                                .toList())
                        .build(),
                plain.toBuilder()
                        .services(IntStream.range(0, 101)
                                .mapToObj(i -> new Hostinfo.Service("tcp", 1000 + i, "s"))
                                .toList())
                        .build());
    }

    @ParameterizedTest
    @MethodSource("oversized")
    void an_oversized_hostinfo_is_not_kept(Hostinfo big) {
        victim.post(
                "/machine/map",
                net.headscale.wire.tailcfg.codec.MapRequestCodec.encode(
                        victim.liteUpdate().hostinfo(big).build()));
        var newcomer = server.client("newcomer");
        var loud = server.closed(newcomer.saying(big));
        try {
            loud.join(server.reusableKey());
        } catch (ClientFailure.UnexpectedStatus refused) {
            assertThat(refused.status()).isBetween(400, 499);
        }

        assertThat(server.tailnet().current().tailnet().nodes().values()).allSatisfy(node -> {
            Hostinfo kept = node.host().hostinfo();
            assertThat(kept.routableIps()).hasSizeLessThanOrEqualTo(500);
            assertThat(kept.services()).hasSizeLessThanOrEqualTo(100);
            assertThat(kept.others()).doesNotContainKey("Filler");
        });
    }

    @Test
    void an_expired_key_gets_no_peers_on_a_new_poll() {
        server.joined("secret-peer");
        Instant now = server.clock.instant();
        server.change(new Change.KeyExpirySet(server.node(victim).orElseThrow().id(), now));

        MapStream stream = victim.poll();

        if (stream.status() == 200) {
            stream.awaitNetmap(netmap -> netmap.self() != null);
            assertThat(stream.netmap().live().peers()).isEmpty();
        }
    }

    @Test
    void an_expired_key_is_still_told_its_relays_and_its_own_user_on_a_new_poll() {
        server.joined("secret-peer");
        server.change(new Change.KeyExpirySet(server.node(victim).orElseThrow().id(), server.clock.instant()));

        MapStream stream = victim.poll();

        Netmap netmap = stream.awaitNetmap(told -> told.self() != null);
        assertThat(netmap.derpMap()).isNotNull();
        assertThat(netmap.profiles()).hasSize(1);
        assertThat(netmap.domain()).isNotEmpty();
    }

    @Test
    void an_expired_key_loses_its_stream_or_its_peers() {
        server.joined("secret-peer");
        MapStream stream = polled(victim);

        server.change(new Change.KeyExpirySet(server.node(victim).orElseThrow().id(), server.clock.instant()));
        server.joined("joined-after-expiry");

        assertThatThrownBy(() -> stream.awaitNetmap(
                        Duration.ofSeconds(2), netmap -> netmap.names().contains(nameOf("joined-after-expiry"))))
                .isInstanceOf(ClientFailure.class);
    }

    @Test
    void what_happens_together_with_an_expiry_is_not_told_with_it() {
        var peer = server.node(server.joined("peer")).orElseThrow().id();
        var expired = server.node(victim).orElseThrow().id();
        MapStream stream = polled(victim);
        stream.awaitNetmap(netmap -> netmap.names().contains(nameOf("peer")));

        server.tailnet()
                .submit(_ -> new Decision<>(
                        List.of(
                                new Change.KeyExpirySet(expired, server.clock.instant()),
                                new Change.NodeRenamed(peer, new NodeName("peer", "renamed", true))),
                        true));

        stream.awaitEnd();
        Netmap last = stream.netmap().live();
        assertThat(last.self().keyExpiry()).isEqualTo(server.clock.instant());
        assertThat(last.names()).contains(nameOf("peer")).doesNotContain(nameOf("renamed"));
    }

    @Test
    void an_expired_key_is_not_told_whom_its_policy_names() {
        server.change(new Change.PolicySet(new PolicyText("""
                {"acls": [{"action": "accept", "src": ["100.64.99.99"], "dst": ["*:*"]}],
                 "ssh": [{"action": "accept", "src": ["autogroup:member"], "dst": ["autogroup:self"], "users": ["root"]}]}
                """, server.clock.instant())));
        server.change(new Change.KeyExpirySet(server.node(victim).orElseThrow().id(), server.clock.instant()));

        MapStream stream = victim.poll();

        Netmap netmap = stream.awaitNetmap(told -> told.self() != null);
        assertThat(netmap.packetFilter()).isEmpty();
        assertThat(netmap.ssh()).isEqualTo(new SshPolicy(List.of()));
    }

    @Test
    void one_source_cannot_fill_the_server_with_pending_logins() {
        var statuses = IntStream.range(0, 400)
                .mapToObj(i -> {
                    try (var one = SimulatedClient.at(server.uri())) {
                        return status(one);
                    }
                })
                .toList();

        assertThat(statuses).contains(429);
        assertThat(status(victim)).isEqualTo(200);
    }

    @Test
    void wrong_auth_keys_slow_down_who_tries_them() {
        var guesser = server.client("guesser");

        assertThat(isRefusedWithin(200, guesser)).isTrue();
        server.clock.advance(Duration.ofHours(1));
        assertThat(isRefusedWithin(1, guesser)).isFalse();
    }

    @Test
    void a_key_that_fits_is_no_guess_whatever_else_it_is_refused_for() {
        var client = server.client("wishing");
        var said = client.registration().build().hostinfo().toBuilder();
        var wishing = client.saying(said.requestTags(List.of("tag:nobodys")).build());
        String key = server.reusableKey();

        for (int i = 0; i < 100; i++) {
            assertThat(wishing.join(key).error()).contains("are invalid or not permitted");
        }
        assertThat(server.client("honest").join(key).error()).isEmpty();
    }

    /// Whether one of so many wrong keys is not even looked at.
    private static boolean isRefusedWithin(int guesses, SimulatedClient guesser) {
        for (int i = 0; i < guesses; i++) {
            try {
                guesser.join("hskey-auth-" + "0".repeat(12) + "-" + "0".repeat(64));
            } catch (ClientFailure.UnexpectedStatus refused) {
                return refused.status() == 429;
            }
        }
        return false;
    }

    @Test
    void a_channel_in_which_nobody_speaks_http2_ends() {
        try (var tunnel = HostileClient.at(server.uri()).tunnel()) {
            assertThat(tunnel.endsWithin(Duration.ofSeconds(65))).isTrue();
        }
    }
}
