package net.headscale.testkit.netmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import net.headscale.testkit.netmap.Trap.Kind;
import net.headscale.wire.json.Bytes;
import net.headscale.wire.key.DiscoKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.CapMap;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.Node;
import net.headscale.wire.tailcfg.PeerChange;
import net.headscale.wire.tailcfg.UserProfile;
import org.junit.jupiter.api.Test;

/// How messages change the peers of a client; the traps one by one.
class ClientNetmapTest {
    private static final Instant NOW = Instant.parse("2026-08-22T12:00:00Z");
    private static final Instant EARLIER = NOW.minusSeconds(3600);
    private static final Instant LATER = NOW.plusSeconds(3600);

    private final ClientNetmap client = ClientNetmap.empty()
            .apply(
                    MapResponse.builder()
                            .node(node(1))
                            .peers(List.of(
                                    node(2),
                                    with(node(3), n -> n.online(false).lastSeen(EARLIER)),
                                    with(node(4), n -> n.online(null))))
                            .userProfiles(List.of(profile(9)))
                            .build(),
                    NOW);

    @Test
    void the_first_message_is_the_netmap() {
        assertThat(client.live().self()).isEqualTo(node(1));
        assertThat(client.live().names()).containsExactly("n2.", "n3.", "n4.");
        assertThat(client.live()).isEqualTo(client.remembered());
        assertThat(client.traps()).isEmpty();
    }

    @Test
    void a_first_message_without_the_node_itself_ends_the_stream() {
        MapResponse message = MapResponse.builder().peers(List.of(node(2))).build();

        assertThatThrownBy(() -> ClientNetmap.empty().apply(message, NOW)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_keep_alive_may_come_first_and_changes_nothing() {
        MapResponse message =
                MapResponse.keepAlive(NOW).toBuilder().domain("ignored").build();

        assertThat(ClientNetmap.empty().apply(message, NOW)).isSameAs(ClientNetmap.empty());
        assertThat(client.apply(message, NOW)).isSameAs(client);
    }

    @Test
    void a_message_does_not_change_the_client_before_it() {
        Netmap before = client.live();

        client.apply(peersRemoved(2L), NOW);

        assertThat(client.live()).isEqualTo(before);
    }

    @Test
    void all_peers_replace_all_peers() {
        ClientNetmap after =
                client.apply(MapResponse.builder().peers(List.of(node(5))).build(), NOW);

        assertThat(after.live().names()).containsExactly("n5.");
    }

    @Test
    void an_empty_list_of_peers_removes_nobody() {
        ClientNetmap after = client.apply(MapResponse.builder().peers(List.of()).build(), NOW);

        assertThat(after.live()).isEqualTo(client.live());
        assertThat(kinds(after)).containsExactly(Kind.EMPTY_PEERS_IGNORED);
    }

    @Test
    void an_empty_list_of_peers_does_not_keep_the_changes_beside_it_from_counting() {
        ClientNetmap after =
                client.apply(peersRemoved(2L).toBuilder().peers(List.of()).build(), NOW);

        assertThat(after.live().names()).containsExactly("n3.", "n4.");
    }

    @Test
    void changes_beside_all_peers_are_ignored() {
        ClientNetmap after = client.apply(
                peersRemoved(5L).toBuilder()
                        .peers(List.of(node(5), node(6)))
                        .onlineChange(Map.of(6L, false))
                        .build(),
                NOW);

        assertThat(after.live().names()).containsExactly("n5.", "n6.");
        assertThat(after.live().peer("n6.").online()).isTrue();
        assertThat(kinds(after)).contains(Kind.CHANGES_BESIDE_PEERS_IGNORED);
    }

    @Test
    void unknown_peers_can_be_removed() {
        ClientNetmap after = client.apply(peersRemoved(2L, 77L), NOW);

        assertThat(after.live().names()).containsExactly("n3.", "n4.");
        assertThat(after.traps()).isEmpty();
    }

    @Test
    void allowed_ips_that_are_absent_are_the_addresses() {
        Node absent = with(node(5), n -> n.allowedIps(null));
        Node empty = with(node(6), n -> n.allowedIps(List.of()));

        ClientNetmap after = client.apply(changed(absent, empty), NOW);

        assertThat(after.live().peer("n5.").allowedIps()).containsExactly(Prefix.parse("100.64.0.5/32"));
        assertThat(after.live().peer("n6.").allowedIps()).isEmpty();
    }

    @Test
    void unsigned_peers_are_not_routed_to() {
        Node peer = with(
                node(5),
                n -> n.unsignedPeerApiOnly(true)
                        .allowedIps(List.of(Prefix.parse("100.64.0.5/32"), Prefix.parse("10.0.0.0/8"))));

        ClientNetmap after = client.apply(changed(peer), NOW);

        assertThat(after.live().peer("n5.").allowedIps()).containsExactly(Prefix.parse("100.64.0.5/32"));
    }

    @Test
    void a_patch_changes_what_it_names_and_nothing_else() {
        PeerChange change = PeerChange.of(2)
                .derpRegion(7)
                .endpoints(List.of())
                .online(false)
                .lastSeen(LATER)
                .build();

        ClientNetmap after = client.apply(patches(change), NOW);

        assertThat(after.live().peer("n2."))
                .isEqualTo(with(
                        node(2),
                        n -> n.homeDerp(7).endpoints(List.of()).online(false).lastSeen(LATER)));
        assertThat(after.live()).isEqualTo(after.remembered());
        assertThat(after.traps()).isEmpty();
    }

    @Test
    void a_patch_can_change_keys_and_capabilities_by_a_full_rebuild() {
        PeerChange change = PeerChange.of(2)
                .key(new NodeKey(8, 8, 8, 8))
                .discoKey(new DiscoKey(8, 8, 8, 8))
                .keyExpiry(LATER)
                .keySignature(Bytes.of((byte) 8))
                .cap(8)
                .capMap(CapMap.none())
                .build();

        ClientNetmap after = client.apply(patches(change), NOW);
        ClientNetmap unlimited =
                after.apply(patches(PeerChange.of(2).keyExpiry(PeerChange.NEVER).build()), NOW);

        assertThat(after.live().peer("n2."))
                .isEqualTo(with(
                        node(2),
                        n -> n.key(new NodeKey(8, 8, 8, 8))
                                .discoKey(new DiscoKey(8, 8, 8, 8))
                                .keyExpiry(LATER)
                                .keySignature(Bytes.of((byte) 8))
                                .cap(8)
                                .capMap(CapMap.none())));
        assertThat(unlimited.live().peer("n2.").keyExpiry()).isNull();
    }

    @Test
    void a_change_of_an_unknown_peer_makes_the_client_forget_the_other_patches() {
        for (MapResponse unknown : List.of(
                patches(PeerChange.of(77).online(true).build()),
                MapResponse.builder().onlineChange(Map.of(77L, true)).build(),
                MapResponse.builder().peerSeenChange(Map.of(77L, true)).build())) {
            MapResponse message = unknown.toBuilder()
                    .onlineChange(with(unknown.onlineChange(), 2L, false))
                    .build();

            ClientNetmap after = client.apply(message, NOW);

            assertThat(after.remembered().peer("n2.").online()).isFalse();
            assertThat(after.live().peer("n2.").online()).isTrue();
            assertThat(kinds(after)).containsExactlyInAnyOrder(Kind.UNKNOWN_PEER_CHANGED, Kind.LIVE_DIFFERS);
        }
    }

    @Test
    void a_change_of_an_unknown_peer_keeps_peers_of_higher_ids_from_coming_and_going() {
        MapResponse message = changed(node(1000), node(5)).toBuilder()
                .peersRemoved(List.of(2L))
                .onlineChange(Map.of(77L, true))
                .build();

        ClientNetmap after = client.apply(message, NOW);

        assertThat(after.live().names()).containsExactly("n3.", "n4.", "n5.");
        assertThat(after.remembered().names()).containsExactly("n3.", "n4.", "n5.", "n1000.");
    }

    @Test
    void what_says_nothing_of_an_unknown_peer_does_no_harm() {
        MapResponse message = patches(PeerChange.of(77).build()).toBuilder()
                .peerSeenChange(Map.of(78L, false))
                .onlineChange(Map.of(2L, false))
                .build();

        ClientNetmap after = client.apply(message, NOW);

        assertThat(after.live().peer("n2.").online()).isFalse();
        assertThat(after.traps()).isEmpty();
    }

    @Test
    void a_full_rebuild_brings_the_forgotten_patches() {
        MapResponse message =
                MapResponse.builder().onlineChange(Map.of(77L, true, 2L, false)).build();

        ClientNetmap after = client.apply(message, NOW)
                .apply(MapResponse.builder().domain("any").build(), NOW);

        assertThat(after.live().peer("n2.").online()).isFalse();
        assertThat(after.live()).isEqualTo(after.remembered());
    }

    @Test
    void seen_just_now_is_the_clients_time_and_not_seen_is_not_passed_on_until_a_rebuild() {
        ClientNetmap after = client.apply(
                MapResponse.builder()
                        .peerSeenChange(Map.of(3L, false, 4L, true))
                        .build(),
                NOW);

        assertThat(after.live().peer("n4.").lastSeen()).isEqualTo(NOW);
        assertThat(after.live().peer("n3.").lastSeen()).isEqualTo(EARLIER);
        assertThat(after.remembered().peer("n3.").lastSeen()).isNull();
        assertThat(after.traps()).containsExactly(new Trap(Kind.LIVE_DIFFERS, 3, ""));
    }

    @Test
    void two_answers_about_presence_in_one_message_end_differently_live_and_remembered() {
        MapResponse message = patches(PeerChange.of(2).online(true).build()).toBuilder()
                .onlineChange(Map.of(2L, false))
                .build();

        ClientNetmap after = client.apply(message, NOW);

        assertThat(after.remembered().peer("n2.").online()).isTrue();
        assertThat(after.live().peer("n2.").online()).isFalse();
    }

    @Test
    void a_whole_peer_that_differs_in_other_fields_replaces_the_known_one() {
        Node renamed = with(node(3), n -> n.name("new.").online(null));

        ClientNetmap after = client.apply(changed(renamed), NOW);

        assertThat(after.live().peer("new.")).isEqualTo(renamed);
        assertThat(after.traps()).isEmpty();
    }

    @Test
    void a_whole_peer_that_differs_in_patchable_fields_only_becomes_a_patch() {
        Node changed = with(
                node(2),
                n -> n.homeDerp(9)
                        .cap(99)
                        .capMap(CapMap.of("b"))
                        .key(new NodeKey(9, 9, 9, 9))
                        .keyExpiry(null)
                        .keySignature(Bytes.of((byte) 9))
                        .discoKey(DiscoKey.ZERO)
                        .online(false)
                        .endpoints(List.of(Endpoint.parse("192.0.2.9:9"))));

        ClientNetmap after = client.apply(changed(changed), NOW);

        assertThat(after.live().peer("n2.")).isEqualTo(changed);
        assertThat(after.traps()).isEmpty();
    }

    @Test
    void presence_that_was_absent_cannot_be_changed_by_a_whole_peer() {
        Node online = with(node(4), n -> n.online(true).lastSeen(LATER).homeDerp(9));

        ClientNetmap after = client.apply(changed(online), NOW);

        assertThat(after.live().peer("n4."))
                .isEqualTo(with(node(4), n -> n.online(null).homeDerp(9)));
        assertThat(after.traps())
                .containsExactly(new Trap(Kind.CHANGE_LOST, 4, "Online"), new Trap(Kind.CHANGE_LOST, 4, "LastSeen"));
    }

    @Test
    void what_becomes_zero_is_not_changed_by_a_whole_peer() {
        Node emptied = with(
                node(2),
                n -> n.endpoints(List.of())
                        .homeDerp(0)
                        .cap(0)
                        .keySignature(Bytes.none())
                        .dataPlaneAuditLogId("x"));

        ClientNetmap after = client.apply(changed(emptied), NOW);

        assertThat(after.live().peer("n2.")).isEqualTo(node(2));
        assertThat(after.traps())
                .extracting(Trap::detail)
                .containsExactlyInAnyOrder("Endpoints", "HomeDERP", "Cap", "KeySignature", "DataPlaneAuditLogID");
    }

    @Test
    void a_peer_that_is_removed_and_comes_again_with_a_patchable_difference_is_lost() {
        for (Node again : List.of(node(2), with(node(2), n -> n.homeDerp(9)))) {
            MapResponse message =
                    changed(again).toBuilder().peersRemoved(List.of(2L)).build();

            ClientNetmap after = client.apply(message, NOW);

            assertThat(after.live().names()).containsExactly("n3.", "n4.");
            assertThat(kinds(after)).contains(Kind.LOST_WITH_ITS_REMOVAL);
        }
    }

    @Test
    void a_peer_that_is_removed_and_comes_again_with_another_name_is_there() {
        MapResponse message = changed(with(node(2), n -> n.name("new."))).toBuilder()
                .peersRemoved(List.of(2L))
                .build();

        ClientNetmap after = client.apply(message, NOW);

        assertThat(after.live().names()).containsExactly("new.", "n3.", "n4.");
        assertThat(after.traps()).isEmpty();
    }

    @Test
    void a_disco_key_of_an_offline_peer_is_refused_with_its_patch_unless_it_was_seen_since() {
        PeerChange old = PeerChange.of(3)
                .discoKey(new DiscoKey(8, 8, 8, 8))
                .online(false)
                .lastSeen(EARLIER)
                .derpRegion(8)
                .build();

        ClientNetmap refused = client.apply(patches(old), NOW);
        ClientNetmap accepted = client.apply(patches(with(old, c -> c.lastSeen(LATER))), NOW);
        ClientNetmap acceptedOnline = client.apply(patches(with(old, c -> c.online(true))), NOW);
        ClientNetmap acceptedAlone =
                client.apply(patches(with(old, c -> c.online(null).lastSeen(null))), NOW);

        assertThat(refused.live()).isEqualTo(client.live());
        assertThat(refused.traps()).containsExactly(new Trap(Kind.DISCO_KEY_REFUSED, 3, "patch"));
        for (ClientNetmap after : List.of(accepted, acceptedOnline, acceptedAlone)) {
            assertThat(after.live().peer("n3.").homeDerp()).isEqualTo(8);
            assertThat(after.traps()).isEmpty();
        }
    }

    @Test
    void a_second_list_of_all_peers_keeps_a_disco_key_that_may_be_newer() {
        Node old = with(
                node(3), n -> n.online(false).discoKey(new DiscoKey(8, 8, 8, 8)).homeDerp(8));
        MapResponse message = MapResponse.builder().peers(List.of(old)).build();

        ClientNetmap after = client.apply(message, NOW);

        assertThat(after.live().peer("n3."))
                .isEqualTo(with(old, n -> n.discoKey(node(3).discoKey()).lastSeen(EARLIER)));
        assertThat(after.traps()).containsExactly(new Trap(Kind.DISCO_KEY_REFUSED, 3, "peer"));
    }

    @Test
    void the_disable_delta_updates_capability_makes_every_message_a_full_rebuild() {
        Node self = with(node(1), n -> n.capMap(CapMap.of("disable-delta-updates")));

        ClientNetmap after = client.apply(MapResponse.builder().node(self).build(), NOW)
                .apply(
                        MapResponse.builder()
                                .onlineChange(Map.of(77L, true, 2L, false))
                                .build(),
                        NOW);

        assertThat(after.live().peer("n2.").online()).isFalse();
    }

    private static List<Kind> kinds(ClientNetmap client) {
        return client.traps().stream().map(Trap::kind).distinct().toList();
    }

    private static MapResponse changed(Node... peers) {
        return MapResponse.builder().peersChanged(List.of(peers)).build();
    }

    private static MapResponse patches(PeerChange... changes) {
        return MapResponse.builder().peersChangedPatch(List.of(changes)).build();
    }

    private static MapResponse peersRemoved(Long... ids) {
        return MapResponse.builder().peersRemoved(List.of(ids)).build();
    }

    private static Map<Long, Boolean> with(Map<Long, Boolean> map, long id, boolean value) {
        Map<Long, Boolean> more = new java.util.HashMap<>(map);
        more.put(id, value);
        return more;
    }

    private static Node with(Node node, UnaryOperator<Node.Builder> change) {
        return change.apply(node.toBuilder()).build();
    }

    private static PeerChange with(PeerChange change, UnaryOperator<PeerChange.Builder> edit) {
        return edit.apply(change.toBuilder()).build();
    }

    private static UserProfile profile(long id) {
        return UserProfile.of(id, "u" + id + "@example.com", "U" + id);
    }

    static Node node(long id) {
        List<Prefix> addresses = List.of(Prefix.parse("100.64.0." + id % 256 + "/32"));
        return Node.builder()
                .id(id)
                .stableId("s" + id)
                .name("n" + id + ".")
                .user(9)
                .key(new NodeKey(id, 0, 0, 0))
                .keyExpiry(LATER)
                .keySignature(Bytes.of((byte) 1))
                .discoKey(new DiscoKey(id, 0, 0, 0))
                .addresses(addresses)
                .allowedIps(addresses)
                .endpoints(List.of(Endpoint.parse("192.0.2.1:41641")))
                .homeDerp(1)
                .cap(113)
                .capMap(CapMap.of("a"))
                .online(true)
                .machineAuthorized(true)
                .build();
    }
}
