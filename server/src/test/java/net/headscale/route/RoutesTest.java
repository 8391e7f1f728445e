package net.headscale.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Host;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.SampleNode;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.Hostinfo;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private static final Prefix LAN = Prefix.parse("10.0.0.0/8");

    private Tailnet tailnet = Tailnet.empty(new TailnetId(1), "test");

    @Test
    void the_first_registered_router_that_is_connected_is_primary() {
        router(1);
        router(2);
        router(3);
        connect(2);
        connect(3);

        Routes routes = Routes.of(tailnet);

        assertThat(routes.primaryOf(LAN)).contains(new NodeId(2));
        assertThat(routes.routersOf(LAN)).containsExactly(new NodeId(1), new NodeId(2), new NodeId(3));
    }

    @Test
    void a_router_that_comes_back_does_not_take_the_route_back() {
        router(1);
        router(2);
        connect(1);
        connect(2);
        Routes first = Routes.of(tailnet);
        disconnect(1);
        Routes second = first.after(tailnet);
        connect(1);

        Routes third = second.after(tailnet);

        assertThat(second.primaryOf(LAN)).contains(new NodeId(2));
        assertThat(third.primaryOf(LAN)).contains(new NodeId(2));
    }

    @Test
    void with_no_router_connected_the_last_one_stays_until_one_comes() {
        router(1);
        router(2);
        connect(2);
        Routes before = Routes.of(tailnet);
        disconnect(2);
        Routes alone = before.after(tailnet);
        connect(1);

        assertThat(alone.primaryOf(LAN)).contains(new NodeId(2));
        assertThat(alone.after(tailnet).primaryOf(LAN)).contains(new NodeId(1));
    }

    @Test
    void a_router_that_does_not_answer_gives_its_routes_to_one_that_does() {
        router(1);
        router(2);
        connect(1);
        connect(2);
        Routes before = Routes.of(tailnet);
        tailnet = tailnet.after(new Change.PresenceChanged(new NodeId(1), new Presence.Silent()));
        Routes failed = before.after(tailnet);
        connect(1);

        assertThat(before.primaryOf(LAN)).contains(new NodeId(1));
        assertThat(failed.primaryOf(LAN)).contains(new NodeId(2));
        assertThat(failed.after(tailnet).primaryOf(LAN)).contains(new NodeId(2));
    }

    @Test
    void a_prefix_of_nodes_own_addresses_is_never_served() {
        assertThat(Served.mayBeServed(Prefix.parse("100.64.0.0/16"))).isFalse();
        assertThat(Served.mayBeServed(Prefix.parse("fd7a:115c:a1e0::/56"))).isFalse();
        assertThat(Served.mayBeServed(Prefix.parse("fd7a:115c:a1e0:b1a:0:7:a00::/120")))
                .isTrue();
        assertThat(Served.mayBeServed(Prefix.parse("100.0.0.0/8"))).isTrue();
    }

    @Test
    void only_what_is_advertised_and_approved_is_served() {
        router(1);
        Node node = tailnet.nodes().find(new NodeId(1)).orElseThrow();

        assertThat(Served.by(node)).isEqualTo(new Served(List.of(LAN), List.of(Prefix.ALL_IPV4)));
        assertThat(Served.by(node.withApprovedRoutes(new TreeSet<>())).isEmpty())
                .isTrue();
        assertThat(Served.by(node.withHost(Host.UNKNOWN)).isEmpty()).isTrue();
    }

    private void router(long id) {
        Hostinfo host = Hostinfo.builder()
                .routableIps(List.of(LAN, Prefix.ALL_IPV4, Prefix.parse("192.168.0.0/24")))
                .build();
        tailnet = tailnet.after(new Change.NodeJoined(SampleNode.numbered(id)
                .withApprovedRoutes(new TreeSet<>(List.of(LAN, Prefix.ALL_IPV4)))
                .withHost(new Host(142, host))));
    }

    private void connect(long id) {
        tailnet = tailnet.after(new Change.PresenceChanged(new NodeId(id), new Presence.Online()));
    }

    private void disconnect(long id) {
        tailnet = tailnet.after(new Change.PresenceChanged(new NodeId(id), new Presence.Offline(Instant.EPOCH)));
    }
}
