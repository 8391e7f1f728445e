package net.headscale.session;

import static net.headscale.control.TestServer.nameOf;
import static net.headscale.control.TestServer.polled;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import net.headscale.control.TestServer;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Host;
import net.headscale.testkit.client.MapMessage;
import net.headscale.testkit.client.MapStream;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.tailcfg.MapRequest;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the peers of a node that is carried elsewhere are told.
class RoamingOverTheWireTest {
    private static final String HOME = "198.51.100.7:41641";
    private static final String CAFE = "203.0.113.9:41641";
    private static final String TRAIN = "192.0.2.44:41641";

    private final TestServer server = TestServer.start();
    private final SimulatedClient laptop = server.joined("laptop");
    private final MapStream seen = polled(server.joined("desktop"));

    RoamingOverTheWireTest() {
        polled(laptop);
        say(HOME);
        awaitLaptopAt(HOME);
        seen.awaitNetmap(
                netmap -> Boolean.TRUE.equals(netmap.peer(nameOf("laptop")).online()));
    }

    @AfterEach
    void close() {
        server.close();
    }

    /// As a client does that has asked a STUN server where it is.
    private void say(String... endpoints) {
        laptop.update(update(laptop, endpoints).build());
    }

    private static MapRequest.Builder update(SimulatedClient client, String... endpoints) {
        return client.liteUpdate()
                .endpoints(Stream.of(endpoints).map(Endpoint::parse).toList())
                .endpointTypes(Stream.of(endpoints).map(_ -> 2).toList());
    }

    private void awaitLaptopAt(String... endpoints) {
        List<Endpoint> wanted = Stream.of(endpoints).map(Endpoint::parse).toList();
        seen.awaitNetmap(netmap -> netmap.names().contains(nameOf("laptop"))
                && netmap.peer(nameOf("laptop")).endpoints().equals(wanted)
                && netmap.peer(nameOf("laptop"))
                        .discoKey()
                        .equals(laptop.identity().discoKey()));
    }

    private List<MapResponse> toldSince(int before) {
        return seen.received().subList(before, seen.received().size()).stream()
                .map(MapMessage::response)
                .toList();
    }

    /// Whether it was shown without a way to it.
    private boolean wasLost(int before) {
        return toldSince(before).stream()
                .anyMatch(message -> !message.peersRemoved().isEmpty());
    }

    @Test
    void a_peer_that_is_elsewhere_is_removed_and_shown_and_then_shown_as_it_is() {
        long id = server.node(laptop).orElseThrow().id().value();
        int before = seen.received().size();

        say(CAFE, HOME);

        awaitLaptopAt(CAFE, HOME);
        assertThat(toldSince(before)).hasSize(2);
        MapResponse first = toldSince(before).getFirst();
        assertThat(first.peersRemoved()).containsExactly(id);
        assertThat(first.peersChanged()).extracting(Node::id).containsExactly(id);
        assertThat(first.node()).isNull();
        MapResponse second = toldSince(before).getLast();
        assertThat(second.peersRemoved()).isEmpty();
        assertThat(second.peersChanged()).extracting(Node::id).containsExactly(id);
        assertThat(seen.netmap().traps()).isEmpty();
    }

    @Test
    void a_peer_that_opens_another_port_is_told_as_a_patch() {
        int before = seen.received().size();

        say("198.51.100.7:1024", HOME);

        awaitLaptopAt("198.51.100.7:1024", HOME);
        assertThat(toldSince(before)).singleElement().satisfies(message -> {
            assertThat(message.peersChangedPatch()).hasSize(1);
            assertThat(message.peersChanged()).isEmpty();
        });
    }

    @Test
    void a_peer_with_another_address_of_its_own_is_told_as_a_patch() {
        int before = seen.received().size();

        laptop.update(update(laptop, "10.0.0.4:41641", HOME)
                .endpointTypes(List.of(1, 2))
                .build());

        awaitLaptopAt("10.0.0.4:41641", HOME);
        assertThat(wasLost(before)).isFalse();
    }

    @Test
    void a_peer_that_goes_on_at_once_is_told_as_a_patch_and_later_as_one_that_roams() {
        say(CAFE, HOME);
        awaitLaptopAt(CAFE, HOME);
        int soon = seen.received().size();
        say(TRAIN, CAFE);
        awaitLaptopAt(TRAIN, CAFE);
        assertThat(wasLost(soon)).isFalse();

        server.clock.advance(Duration.ofSeconds(5));
        int later = seen.received().size();
        say(HOME);
        awaitLaptopAt(HOME);

        assertThat(wasLost(later)).isTrue();
    }

    @Test
    void a_client_that_was_started_elsewhere_has_another_disco_key_and_is_told_as_a_patch() {
        int before = seen.received().size();
        var restarted = server.closed(laptop.restarted());

        restarted.update(update(restarted, CAFE).build());

        seen.awaitNetmap(netmap -> netmap.peer(nameOf("laptop")).endpoints().equals(List.of(Endpoint.parse(CAFE))));
        assertThat(wasLost(before)).isFalse();
    }

    @Test
    void a_client_of_1_98_would_stall_so_that_all_are_told_as_a_patch_while_it_is_there() {
        var tablet = server.joined("tablet");
        MapStream stream = polled(tablet);
        var node = server.node(tablet).orElseThrow();
        server.change(
                new Change.HostChanged(node.id(), new Host(138, node.host().hostinfo())));
        seen.awaitNetmap(netmap -> netmap.names().contains(nameOf("tablet"))
                && netmap.peer(nameOf("tablet")).cap() == 138
                && Boolean.TRUE.equals(netmap.peer(nameOf("tablet")).online()));
        int before = seen.received().size();

        say(CAFE);
        awaitLaptopAt(CAFE);
        assertThat(wasLost(before)).isFalse();

        stream.close();
        seen.awaitNetmap(
                netmap -> !Boolean.TRUE.equals(netmap.peer(nameOf("tablet")).online()));
        int after = seen.received().size();
        say(TRAIN);
        awaitLaptopAt(TRAIN);
        assertThat(wasLost(after)).isTrue();
    }

    @Test
    void a_peer_that_is_deleted_meanwhile_is_gone() {
        var id = server.node(laptop).orElseThrow().id();
        say(CAFE);

        server.change(new Change.NodeRemoved(id));

        seen.awaitNetmap(netmap -> netmap.peers().isEmpty());
        assertThat(seen.netmap().traps()).isEmpty();
    }

    @Test
    void who_polls_meanwhile_sees_the_peer_as_it_is_a_moment_later() {
        var desktop = server.joined("tablet");
        say(CAFE);

        MapStream late = polled(desktop);

        late.awaitNetmap(netmap -> netmap.peer(nameOf("laptop")).endpoints().equals(List.of(Endpoint.parse(CAFE))));
        assertThat(late.netmap().traps()).isEmpty();
    }
}
