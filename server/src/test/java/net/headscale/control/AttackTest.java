package net.headscale.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static net.headscale.control.TestServer.nameOf;
import static net.headscale.control.TestServer.polled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.headscale.coordinator.RefusedException;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Node;
import net.headscale.testkit.client.ClientFailure;
import net.headscale.testkit.client.Ending;
import net.headscale.testkit.client.MapStream;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.tailcfg.RegisterResponse;
import net.headscale.wire.tailcfg.codec.MapRequestCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What one machine may try against another: well-formed requests that are not true.
class AttackTest {
    private static final Duration MOMENT = Duration.ofMillis(300);

    private final TestServer server = TestServer.start();
    private final SimulatedClient victim = server.joined("victim");

    @AfterEach
    void close() {
        server.close();
    }

    private Node victimNode() {
        return server.node(victim).orElseThrow();
    }

    /// Another machine that says it has the victim's node key.
    private SimulatedClient impostor() {
        SimulatedClient attacker = server.client("impostor");
        return server.closed(attacker.as(attacker.identity().withNodeKey(victim.nodeKey())));
    }

    private static RegisterResponse ask(SimulatedClient client) {
        return client.register(client.registration().build());
    }

    private static String authId(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    @Test
    void auth_ids_are_long_random_and_never_the_same() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            String id = authId(ask(server.client("laptop")).authUrl());
            assertThat(id).matches(".*[0-9a-f]{32,}"); // 128 bits
            assertThat(seen.add(id)).isTrue();
        }
        for (int digit = 0; digit < 32; digit++) {
            int fromEnd = digit;
            assertThat(seen.stream()
                            .map(id -> id.charAt(id.length() - 1 - fromEnd))
                            .distinct())
                    .as("digit %d from the end", digit)
                    .hasSizeGreaterThan(2);
        }
    }

    @Test
    void an_auth_id_lets_in_once() {
        var client = server.client("laptop");
        String id = authId(ask(client).authUrl());
        server.approve(id);

        assertThatThrownBy(() -> server.approve(id)).isInstanceOf(RefusedException.class);
    }

    @Test
    void the_answer_to_a_login_goes_to_its_own_machine_only() {
        var client = server.client("laptop");
        String url = ask(client).authUrl();
        var thief = server.client("thief");
        var stolen = thief.registerHeld(thief.registration().followup(url).build());
        var withBothKeys = server.closed(thief.as(thief.identity().withNodeKey(client.nodeKey())));
        var alsoStolen = withBothKeys.registerHeld(
                withBothKeys.registration().followup(url).build());

        server.approve(authId(url));

        assertThat(stolen.await().machineAuthorized()).isFalse();
        assertThat(alsoStolen.await().machineAuthorized()).isFalse();
        assertThat(server.node(thief)).isEmpty();
        assertThat(server.node(client).orElseThrow().keys().machine())
                .isEqualTo(client.identity().machineKey());
    }

    @Test
    void a_login_is_bound_to_its_node_key_as_well() {
        var client = server.client("laptop");
        String url = ask(client).authUrl();
        var other = server.closed(client.rotated());
        var held = other.registerHeld(other.registration().followup(url).build());

        String own = held.await().authUrl();

        assertThat(own).isNotEmpty().isNotEqualTo(url);
        assertThat(server.node(other)).isEmpty();
    }

    @Test
    void a_machine_has_one_pending_login_and_its_newest_counts() {
        var client = server.client("laptop");
        String first = ask(client).authUrl();
        var again = server.closed(client.rotated());
        String second = ask(again).authUrl();

        assertThatThrownBy(() -> server.approve(authId(first))).isInstanceOf(RefusedException.class);
        server.approve(client.identity().machineKey().toString());

        assertThat(second).isNotEqualTo(first);
        assertThat(server.node(client)).isEmpty();
        assertThat(server.node(again)).isPresent();
    }

    @Test
    void an_old_node_key_proves_nothing() {
        Node before = victimNode();
        var attacker = server.client("attacker");

        var answer = attacker.register(
                attacker.registration().oldNodeKey(victim.nodeKey()).build());
        attacker.register(attacker.registration()
                .oldNodeKey(victim.nodeKey())
                .authKey(server.reusableKey())
                .build());

        assertThat(answer.authUrl()).isNotEmpty();
        assertThat(victimNode()).isEqualTo(before);
        assertThat(server.node(attacker).orElseThrow().id()).isNotEqualTo(before.id());
    }

    @Test
    void a_node_key_of_another_machine_is_refused_at_registration() {
        Node before = victimNode();
        var impostor = impostor();

        for (String key : List.of("", server.reusableKey())) {
            var answer = impostor.register(impostor.registration().authKey(key).build());
            assertThat(answer.error()).isEqualTo("node exists with a different machine key");
            assertThat(answer.machineAuthorized()).isFalse();
        }
        assertThat(victimNode()).isEqualTo(before);
    }

    @Test
    void a_login_for_a_node_key_that_another_machine_has_got_meanwhile_is_refused() {
        var slow = server.client("slow");
        String url = ask(slow).authUrl();
        var quick = server.client("quick");
        var quicker = server.closed(quick.as(quick.identity().withNodeKey(slow.nodeKey())));
        assertThat(quicker.join(server.reusableKey()).error()).isEmpty();

        assertThatThrownBy(() -> server.approve(authId(url))).isInstanceOf(RefusedException.class);

        assertThat(server.node(slow).orElseThrow().keys().machine())
                .isEqualTo(quick.identity().machineKey());
    }

    @Test
    void nobody_logs_out_another_machines_node() {
        var impostor = impostor();

        impostor.register(
                impostor.registration().expiry(Instant.ofEpochSecond(123)).build());

        assertThat(victimNode().isExpired(server.clock.instant())).isFalse();
    }

    @Test
    void a_node_key_of_another_machine_gets_no_map_and_ends_none() {
        MapStream honest = polled(victim);
        MapStream stolen = impostor().poll();

        var failure = catchThrowableOfType(ClientFailure.UnexpectedStatus.class, stolen::next);

        assertThat(failure.status()).isEqualTo(404);
        assertThat(honest.ending()).isEmpty();
    }

    @Test
    void nobody_updates_another_machines_node() {
        Node before = victimNode();
        var impostor = impostor();

        var answer = impostor.update(impostor.liteUpdate()
                .endpoints(List.of(Endpoint.parse("192.0.2.66:41641")))
                .build());

        assertThat(answer.status()).isEqualTo(404);
        assertThat(victimNode()).isEqualTo(before);
    }

    @Test
    void an_unknown_node_and_another_machines_node_are_answered_alike() {
        var unknown = server.client("unknown");
        byte[] ofUnknown = MapRequestCodec.encode(unknown.mapRequest().build());
        byte[] ofVictim = MapRequestCodec.encode(impostor().mapRequest().build());

        var one = unknown.post("/machine/map", ofUnknown);
        var other = unknown.post("/machine/map", ofVictim);

        assertThat(other.status()).isEqualTo(one.status());
        assertThat(other.text()).isEqualTo(one.text());
    }

    @Test
    void peers_are_never_told_to_send_where_no_node_can_be() {
        var watcher = server.joined("watcher");
        MapStream seen = polled(watcher);
        var good = Endpoint.parse("192.0.2.7:41641");
        List<Endpoint> bad = Stream.of(
                        "192.0.2.7:0",
                        "224.0.0.1:41641",
                        "0.0.0.0:41641",
                        "127.0.0.1:41641",
                        "[::]:41641",
                        "[::1]:41641",
                        "[ff02::1]:41641")
                .map(Endpoint::parse)
                .toList();

        victim.update(victim.liteUpdate()
                .endpoints(Stream.concat(bad.stream(), Stream.of(good)).toList())
                .build());

        var peer = seen.awaitNetmap(
                        netmap -> !netmap.peer(nameOf("victim")).endpoints().isEmpty())
                .peer(nameOf("victim"));
        assertThat(peer.endpoints()).containsExactly(good);
    }

    @Test
    void a_node_has_at_most_64_endpoints() {
        var many = IntStream.range(0, 200)
                .mapToObj(i -> Endpoint.parse("192.0.2.7:" + (10_000 + i)))
                .toList();

        victim.update(victim.liteUpdate().endpoints(many).build());

        assertThat(victimNode().reach().endpoints()).hasSizeBetween(1, 64);
    }

    @Test
    void a_deleted_node_cannot_poll_while_its_connection_lives() {
        MapStream stream = polled(victim);

        server.change(new Change.NodeRemoved(victimNode().id()));

        assertThat(stream.awaitEnd()).isEqualTo(Ending.COMPLETE);
        assertThat(victim.connection().isOpen()).isTrue();
        assertThat(victim.poll().status()).isEqualTo(404);
        assertThat(victim.update(victim.liteUpdate().build()).status()).isEqualTo(404);
    }

    @Test
    void a_host_name_cannot_become_another_nodes_name() {
        var watcher = server.joined("watcher");
        MapStream seen = polled(watcher);
        String nasty = "Victim\u0000.<script>alert(1)</script>\n../" + "x".repeat(300);

        server.joined("victim");
        server.joined(nasty);

        var names = seen.awaitNetmap(netmap -> netmap.peers().size() == 3).names();
        assertThat(names)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63})*\\."));
        assertThat(seen.netmap().live().peer(nameOf("victim")).key()).isEqualTo(victim.nodeKey());
    }

    @Test
    void a_path_cannot_smuggle_text_into_an_answer() {
        var answer = victim.get("/machine/" + "<script>".repeat(100));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers().get("content-type")).startsWith("text/plain");
        assertThat(answer.body().size()).isLessThan(200);
        assertThat(victim.post("/machine/none", "{}".getBytes(UTF_8)).status()).isEqualTo(404);
    }

    @Test
    void a_held_login_is_not_answered_before_its_time() {
        var client = server.client("laptop");
        String url = ask(client).authUrl();

        var held = client.registerHeld(client.registration().followup(url).build());

        assertThatThrownBy(() -> held.await(MOMENT)).isInstanceOf(ClientFailure.DeadlinePassed.class);
        held.cancel();
        assertThat(server.node(client)).isEmpty();
    }
}
