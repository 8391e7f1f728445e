package net.headscale.session;

import static net.headscale.control.TestServer.nameOf;
import static net.headscale.control.TestServer.polled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.headscale.control.TestServer;
import net.headscale.coordinator.Limits;
import net.headscale.coordinator.RefusedException;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.registration.Registrar;
import net.headscale.tailnet.Node;
import net.headscale.testkit.client.MapStream;
import net.headscale.testkit.client.SimulatedClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What becomes of a node that is moved to another tailnet, and of those who see it.
class MoveOverTheWireTest {
    private TestServer server = TestServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    private TailnetWriter office() {
        return server.coordinator.find("office").orElseGet(() -> server.coordinator.create("office"));
    }

    private SimulatedClient joined(TailnetWriter tailnet, String hostname) {
        SimulatedClient client = server.client(hostname);
        assertThat(client.join(server.preauthKey(tailnet, true, Duration.ofDays(1)))
                        .error())
                .isEmpty();
        return client;
    }

    private static String inOffice(String hostname) {
        return nameOf(hostname + ".office");
    }

    private void move(Node node, TailnetWriter from, TailnetWriter to) {
        server.coordinator.move(from, node.id(), to, server.owner(to).id());
    }

    @Test
    void a_moved_node_polls_again_and_has_kept_id_key_and_addresses() {
        var laptop = server.joined("laptop");
        MapStream mate = polled(joined(office(), "mate"));
        MapStream old = polled(laptop);
        Node before = server.node(laptop).orElseThrow();

        move(before, server.tailnet(), office());

        old.awaitEnd();
        MapStream next = polled(laptop);
        Node after = server.node(laptop).orElseThrow();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.addresses()).isEqualTo(before.addresses());
        assertThat(after.keys().node()).isEqualTo(before.keys().node());
        next.awaitNetmap(netmap -> netmap.names().contains(inOffice("mate")));
        mate.awaitNetmap(netmap -> netmap.names().contains(inOffice("laptop")));
        assertThat(server.tailnet().current().tailnet().nodes().isEmpty()).isTrue();
    }

    @Test
    void a_moved_node_is_told_of_no_expiry_and_its_former_peers_lose_it() {
        var laptop = server.joined("laptop");
        MapStream peer = polled(server.joined("peer"));
        MapStream old = polled(laptop);
        Node before = server.node(laptop).orElseThrow();

        move(before, server.tailnet(), office());

        peer.awaitNetmap(netmap -> netmap.peers().isEmpty());
        old.awaitEnd();
        assertThat(old.netmap().live().self().expired()).isNotEqualTo(Boolean.TRUE);
    }

    @Test
    void a_move_survives_a_restart() {
        var laptop = server.joined("laptop");
        move(server.node(laptop).orElseThrow(), server.tailnet(), office());

        server = server.restart();

        assertThat(office().current().tailnet().nodeWith(laptop.nodeKey())).isPresent();
        assertThat(server.tailnet().current().tailnet().nodes().isEmpty()).isTrue();
    }

    @Test
    void a_moved_node_gets_another_name_where_its_own_is_taken_and_loses_its_routes() {
        joined(office(), "laptop");
        var laptop = server.joined("laptop");

        move(server.node(laptop).orElseThrow(), server.tailnet(), office());

        Node after = server.node(laptop).orElseThrow();
        assertThat(after.name().label()).isEqualTo("laptop-1");
        assertThat(after.approvedRoutes()).isEmpty();
        assertThat(after.owner().user()).isEqualTo(server.owner(office()).id());
    }

    @Test
    void a_full_tailnet_takes_no_node_and_the_node_stays_where_it_was() {
        server.close();
        server = TestServer.start(new Limits(1, 0), Registrar.Settings.of(TestServer.PUBLIC_URL, Duration.ZERO));
        joined(office(), "mate");
        var laptop = server.joined("laptop");
        Optional<Node> before = server.node(laptop);

        assertThatThrownBy(() -> move(before.orElseThrow(), server.tailnet(), office()))
                .isInstanceOf(RefusedException.class);

        assertThat(server.node(laptop)).isEqualTo(before);
        assertThat(server.tailnet().current().tailnet().nodes().size()).isEqualTo(1);
    }

    @Test
    void nodes_that_are_moved_to_and_fro_at_once_all_arrive() throws Exception {
        TailnetWriter home = server.tailnet();
        TailnetWriter office = office();
        var there =
                IntStream.range(0, 8).mapToObj(i -> joined(home, "home-" + i)).toList();
        var back = IntStream.range(0, 8)
                .mapToObj(i -> joined(office, "office-" + i))
                .toList();

        var moves = IntStream.range(0, 16)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    if (i % 2 == 0) {
                        move(server.node(there.get(i / 2)).orElseThrow(), home, office);
                    } else {
                        move(server.node(back.get(i / 2)).orElseThrow(), office, home);
                    }
                }))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(moves).get(60, TimeUnit.SECONDS);

        assertThat(there)
                .allSatisfy(client -> assertThat(office.current().tailnet().nodeWith(client.nodeKey()))
                        .isPresent());
        assertThat(back)
                .allSatisfy(client -> assertThat(home.current().tailnet().nodeWith(client.nodeKey()))
                        .isPresent());
    }
}
