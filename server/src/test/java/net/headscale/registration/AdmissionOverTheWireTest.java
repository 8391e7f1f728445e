package net.headscale.registration;

import static net.headscale.control.TestServer.PUBLIC_URL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.headscale.control.TestServer;
import net.headscale.coordinator.Limits;
import net.headscale.coordinator.RefusedException;
import net.headscale.tailnet.Node;
import net.headscale.testkit.client.ClientFailure;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.wire.net.IpAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What an administrator decides of who comes in: how many, and under which address.
class AdmissionOverTheWireTest {
    private static final Duration LOGIN_LIFETIME = Duration.ofMinutes(15);
    private static final IpAddress CHOSEN = IpAddress.parse("100.64.7.7");

    private final TestServer server =
            TestServer.start(new Limits(2, 0), new Registrar.Settings(PUBLIC_URL, Duration.ZERO, LOGIN_LIFETIME, 2));

    @AfterEach
    void close() {
        server.close();
    }

    /// Asks without a key; the URL to open.
    private static String ask(SimulatedClient client) {
        return client.register(client.registration().build()).authUrl();
    }

    private static String authId(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private Node approve(String url, IpAddress... chosen) {
        var tailnet = server.tailnet();
        return server.registrar.approve(tailnet, server.owner(tailnet), authId(url), List.of(chosen));
    }

    @Test
    void a_full_tailnet_says_so_to_a_new_node_and_still_knows_its_own() {
        var first = server.joined("first");
        server.joined("second");
        var third = server.client("third");

        assertThat(third.join(server.reusableKey()).error())
                .isEqualTo("this tailnet takes no more than 2 nodes; ask its administrator");
        assertThatThrownBy(() -> approve(ask(third))).isInstanceOf(RefusedException.class);
        assertThat(server.node(third)).isEmpty();

        assertThat(server.closed(first.rotated()).join(server.reusableKey()).error())
                .isEmpty();
    }

    @Test
    void a_key_that_a_full_tailnet_refused_is_not_spent() {
        server.joined("first");
        server.joined("second");
        String key = server.singleUseKey();
        var third = server.client("third");
        assertThat(third.join(key).error()).isNotEmpty();

        server.change(new net.headscale.tailnet.Change.NodeRemoved(server.tailnet()
                .current()
                .tailnet()
                .nodeNamed("first")
                .orElseThrow()
                .id()));

        assertThat(third.join(key).error()).isEmpty();
    }

    @Test
    void a_login_that_waits_is_never_pushed_out_by_a_new_one() {
        String first = ask(server.client("first"));
        String second = ask(server.client("second"));
        var third = server.client("third");

        assertThatThrownBy(() -> ask(third))
                .isInstanceOfSatisfying(
                        ClientFailure.UnexpectedStatus.class,
                        failure -> assertThat(failure.status()).isEqualTo(429));

        approve(first);
        approve(second);
        assertThat(ask(third)).isNotEmpty();
    }

    @Test
    void a_machine_that_waits_may_ask_again_when_no_other_can() {
        var first = server.client("first");
        ask(first);
        ask(server.client("second"));

        assertThat(ask(server.closed(first.rotated()))).isNotEmpty();
    }

    @Test
    void a_login_that_nobody_approved_makes_room_for_another() {
        String first = ask(server.client("first"));
        ask(server.client("second"));

        server.clock.advance(LOGIN_LIFETIME);

        assertThat(ask(server.client("third"))).isNotEmpty();
        assertThatThrownBy(() -> approve(first)).isInstanceOf(RefusedException.class);
    }

    @Test
    void a_node_gets_the_address_that_was_chosen_for_it_and_the_next_free_one_of_the_other_family() {
        var client = server.client("laptop");

        Node node = approve(ask(client), CHOSEN);

        assertThat(node.ipv4()).contains(CHOSEN);
        assertThat(node.ipv6()).isPresent();
        assertThat(server.node(client)).contains(node);
    }

    @Test
    void a_node_that_comes_back_keeps_its_addresses_but_for_the_one_that_was_chosen() {
        var client = server.joined("laptop");
        Node before = server.node(client).orElseThrow();
        var again = server.closed(client.rotated());

        Node after = approve(ask(again), CHOSEN);

        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.ipv4()).contains(CHOSEN);
        assertThat(after.ipv6()).isEqualTo(before.ipv6());
        assertThat(server.coordinator.directory().find(before.ipv4().orElseThrow()))
                .isEmpty();
    }

    @Test
    void an_address_that_another_node_has_or_no_node_can_have_is_refused() {
        var other = server.joined("other");
        IpAddress taken = server.node(other).flatMap(Node::ipv4).orElseThrow();
        var client = server.client("laptop");
        String url = ask(client);

        for (IpAddress bad : List.of(taken, IpAddress.parse("192.0.2.1"), IpAddress.parse("100.100.100.100"))) {
            assertThatThrownBy(() -> approve(url, bad)).isInstanceOf(RefusedException.class);
        }
        assertThatThrownBy(() -> approve(url, CHOSEN, IpAddress.parse("100.64.7.8")))
                .isInstanceOf(RefusedException.class);

        assertThat(server.node(client)).isEqualTo(Optional.empty());
        assertThat(approve(url, CHOSEN).ipv4()).contains(CHOSEN);
    }
}
