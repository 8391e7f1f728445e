package net.headscale.session;

import static net.headscale.control.TestServer.nameOf;
import static net.headscale.control.TestServer.polled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.headscale.control.TestServer;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.NodeName;
import net.headscale.testkit.client.ClientFailure;
import net.headscale.testkit.client.Ending;
import net.headscale.testkit.client.MapMessage;
import net.headscale.testkit.client.MapStream;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.testkit.netmap.Netmap;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.NetInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MapOverTheWireTest {
    private static final Duration MOMENT = Duration.ofMillis(300);

    private final TestServer server = TestServer.start();
    private final SimulatedClient laptop = server.joined("laptop");

    @AfterEach
    void close() {
        server.close();
    }

    private static boolean isOnline(Netmap netmap, String hostname) {
        return netmap.names().contains(nameOf(hostname))
                && Boolean.TRUE.equals(netmap.peer(nameOf(hostname)).online());
    }

    @Test
    void the_first_message_has_all_that_a_client_needs() {
        server.joined("desktop");

        MapResponse first = laptop.poll().next();

        assertThat(first.node()).isNotNull();
        assertThat(first.node().key()).isEqualTo(laptop.nodeKey());
        assertThat(first.node().stableId()).isNotEmpty();
        assertThat(first.node().machineAuthorized()).isTrue();
        assertThat(first.node().addresses()).hasSize(2);
        assertThat(first.peers()).extracting(peer -> peer.name()).containsExactly(nameOf("desktop"));
        assertThat(first.derpMap()).isNotNull();
        assertThat(first.dnsConfig()).isNotNull();
        assertThat(first.packetFilter() == null && first.packetFilters() == null)
                .as("a filter is missing")
                .isFalse();
        assertThat(first.userProfiles())
                .allSatisfy(profile -> assertThat(profile.loginName()).isNotEmpty())
                .extracting(profile -> profile.id())
                .contains(first.node().user());
        assertThat(first.domain()).isNotEmpty();
        assertThat(first.controlTime()).isEqualTo(server.clock.instant());
    }

    @Test
    void a_node_without_peers_is_not_told_an_empty_list() {
        assertThat(laptop.poll().next().peers()).isNull();
    }

    @Test
    void peers_that_join_change_and_go_are_seen_by_the_others() {
        MapStream seen = polled(laptop);

        var desktop = server.joined("desktop");
        seen.awaitNetmap(netmap -> netmap.names().contains(nameOf("desktop")));

        var id = server.node(desktop).orElseThrow().id();
        server.change(new Change.NodeRenamed(id, new NodeName("desktop", "workstation", true)));
        seen.awaitNetmap(netmap -> netmap.names().equals(List.of(nameOf("workstation"))));

        server.change(new Change.NodeRemoved(id));
        seen.awaitNetmap(netmap -> netmap.peers().isEmpty());
        assertThat(seen.netmap().traps()).isEmpty();
    }

    @Test
    void a_new_peer_is_told_of_once_it_says_where_it_is_reached_and_in_one_message() {
        MapStream seen = polled(laptop);
        var desktop = server.newcomer("desktop");
        polled(desktop);
        assertThat(seen.nextWithin(MOMENT).map(MapResponse::peersChanged).orElse(List.of()))
                .isEmpty();
        int before = seen.received().size();

        desktop.update(desktop.liteUpdate()
                .endpoints(List.of(Endpoint.parse("192.0.2.7:41641")))
                .build());

        var peer = seen.awaitNetmap(netmap -> netmap.names().contains(nameOf("desktop")))
                .peer(nameOf("desktop"));
        assertThat(peer.endpoints()).hasSize(1);
        assertThat(peer.online()).isTrue();
        assertThat(seen.received()).hasSize(before + 1);
    }

    @Test
    void a_new_peer_that_never_says_where_it_is_reached_is_told_of_after_a_while() {
        MapStream seen = polled(laptop);

        polled(server.newcomer("desktop"));

        seen.awaitNetmap(Duration.ofSeconds(30), netmap -> isOnline(netmap, "desktop"));
    }

    @Test
    void endpoints_and_the_home_relay_reach_the_others_as_a_patch() {
        var desktop = server.joined("desktop");
        polled(desktop);
        MapStream seen = polled(laptop);
        seen.awaitNetmap(netmap -> isOnline(netmap, "desktop"));
        desktop.update(desktop.liteUpdate().build());
        int before = seen.received().size();

        var endpoint = Endpoint.parse("192.0.2.7:41641");
        var measured = desktop.profile().hostinfo().toBuilder()
                .netInfo(NetInfo.builder().preferredDerp(900).build())
                .build();
        desktop.update(desktop.liteUpdate()
                .endpoints(List.of(endpoint))
                .hostinfo(measured)
                .build());

        var peer = seen.awaitNetmap(netmap -> netmap.peer(nameOf("desktop")).homeDerp() == 900)
                .peer(nameOf("desktop"));
        assertThat(peer.endpoints()).containsExactly(endpoint);
        assertThat(peer.discoKey()).isEqualTo(desktop.identity().discoKey());
        assertThat(seen.received().subList(before, seen.received().size()))
                .extracting(MapMessage::response)
                .anySatisfy(message -> assertThat(message.peersChangedPatch()).hasSize(1));
        assertThat(seen.netmap().traps()).isEmpty();
    }

    @Test
    void a_lite_update_is_answered_with_nothing_and_disturbs_no_stream() {
        MapStream stream = polled(laptop);

        var answer = laptop.update(laptop.liteUpdate()
                .endpoints(List.of(Endpoint.parse("192.0.2.7:41641")))
                .build());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().isEmpty()).isTrue();
        assertThat(stream.nextWithin(MOMENT)).isPresent();
        assertThat(stream.ending()).isEmpty();
    }

    @Test
    void a_streaming_request_changes_nothing_that_an_update_has_said() {
        laptop.update(laptop.liteUpdate()
                .endpoints(List.of(Endpoint.parse("192.0.2.7:41641")))
                .build());

        polled(laptop);

        assertThat(server.node(laptop).orElseThrow().reach().endpoints()).hasSize(1);
    }

    @Test
    void a_peer_goes_online_with_its_stream_and_offline_when_it_resets_it() {
        var desktop = server.joined("desktop");
        MapStream seen = polled(laptop);

        MapStream stream = polled(desktop);
        seen.awaitNetmap(netmap -> isOnline(netmap, "desktop"));
        stream.close();

        seen.awaitNetmap(Duration.ofSeconds(5), netmap -> !isOnline(netmap, "desktop"));
        assertThat(seen.netmap().traps()).isEmpty();
    }

    @Test
    void a_peer_whose_connection_breaks_stays_online_for_a_while() {
        var desktop = server.joined("desktop");
        MapStream seen = polled(laptop);
        polled(desktop);
        seen.awaitNetmap(netmap -> isOnline(netmap, "desktop"));
        long brokenAt = System.nanoTime();

        desktop.drop();

        seen.awaitNetmap(Duration.ofSeconds(20), netmap -> !isOnline(netmap, "desktop"));
        assertThat(Duration.ofNanos(System.nanoTime() - brokenAt)).isGreaterThan(Duration.ofSeconds(8));
    }

    @Test
    void a_new_poll_replaces_the_old_one_and_nobody_flaps() {
        var desktop = server.joined("desktop");
        MapStream seen = polled(laptop);
        MapStream old = polled(desktop);
        seen.awaitNetmap(netmap -> isOnline(netmap, "desktop"));
        int before = seen.received().size();

        MapStream young = polled(desktop);

        assertThat(old.awaitEnd()).isEqualTo(Ending.COMPLETE);
        assertThat(young.ending()).isEmpty();
        assertThat(seen.nextWithin(Duration.ofMillis(1))).isPresent();
        assertThat(seen.received().subList(before, seen.received().size()))
                .extracting(MapMessage::response)
                .allSatisfy(message -> assertThat(message.onlineChange()).isEmpty());
        server.joined("third");
        young.awaitNetmap(netmap -> netmap.names().contains(nameOf("third")));
    }

    @Test
    void a_poll_from_another_connection_of_the_machine_replaces_the_old_one_too() {
        MapStream old = polled(laptop);

        try (var other = laptop.dial()) {
            MapStream young = laptop.poll(other, laptop.mapRequest().build());

            assertThat(young.next().node()).isNotNull();
            assertThat(old.awaitEnd()).isEqualTo(Ending.COMPLETE);
            assertThat(laptop.connection().isOpen()).isTrue();
            assertThat(laptop.get("/machine/whoami").status()).isEqualTo(200);
        }
    }

    @Test
    void silence_is_broken_by_keep_alives_that_do_not_set_the_clients_trap() {
        MapStream stream = polled(laptop);
        stream.next();
        stream.nextWithin(MOMENT); // its own going online, if it is told

        server.clock.advance(Duration.ofSeconds(60));

        MapMessage message = stream.nextMessage();
        assertThat(message.response().keepAlive()).isTrue();
        assertThat(message.text()).isNotEqualTo("{\"KeepAlive\":true}");
    }

    @Test
    void no_keep_alive_comes_before_its_time() {
        MapStream stream = polled(laptop);
        server.clock.advance(Duration.ofSeconds(49));

        MapStream watched = stream;
        assertThat(watched.nextWith(message -> message.node() != null)).isNotNull();
        assertThat(watched.nextWithin(Duration.ofMillis(2_500)).filter(MapResponse::keepAlive))
                .isEmpty();
    }

    @Test
    void a_removed_node_is_told_that_it_has_expired_before_its_stream_ends() {
        MapStream stream = polled(laptop);

        server.change(new Change.NodeRemoved(server.node(laptop).orElseThrow().id()));

        assertThat(stream.awaitEnd()).isEqualTo(Ending.COMPLETE);
        Instant expiry = stream.netmap().live().self().keyExpiry();
        assertThat(expiry)
                .isNotNull()
                .isBefore(Instant.parse("2026-11-23T12:00:00Z").plusSeconds(1));
        var failure = catchThrowableOfType(
                ClientFailure.UnexpectedStatus.class, () -> laptop.poll().next());
        assertThat(failure.status()).isEqualTo(404);
    }

    @Test
    void a_client_that_stops_reading_is_told_the_outcome_when_it_reads_again() {
        MapStream stream = polled(laptop);
        stream.pause();

        for (int i = 0; i < 20; i++) {
            server.joined("peer" + i);
        }
        stream.resume();

        stream.awaitNetmap(netmap -> netmap.peers().size() == 20);
        assertThat(stream.netmap().traps()).isEmpty();
    }

    @Test
    void nodes_of_two_tailnets_do_not_see_each_other() {
        var lab = server.coordinator.create("lab");
        var stranger = server.client("stranger");
        stranger.join(server.preauthKey(lab, true, Duration.ofHours(1)));
        MapStream seen = polled(laptop);
        MapStream seenByStranger = polled(stranger);

        server.joined("desktop");

        seen.awaitNetmap(netmap -> netmap.names().equals(List.of(nameOf("desktop"))));
        assertThat(seenByStranger.netmap().live().peers()).isEmpty();
    }
}
