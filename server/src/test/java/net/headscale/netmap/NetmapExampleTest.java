package net.headscale.netmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import net.headscale.dns.DnsSettings;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Host;
import net.headscale.tailnet.Lifetime;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.PolicyText;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.Reach;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.ControlDialPlan;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.Node;
import net.headscale.wire.tailcfg.PeerChange;
import net.headscale.wire.tailcfg.UserProfile;
import org.junit.jupiter.api.Test;

/// What the law once found, each as a tailnet of a few nodes.
class NetmapExampleTest {
    private static final Viewer ONE = new Viewer(new NodeId(1), 142);
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Endpoint NEW_PLACE = Endpoint.parse("198.51.100.7:41641");
    private static final Prefix OFFICE = Prefix.parse("10.33.0.0/16");

    private View view = SmallTailnet.view();
    private Delta last = Delta.between(view, view, List.of());

    @Test
    void a_viewer_that_left_is_told_nothing() {
        happen(new Change.NodeRemoved(ONE.node()));

        assertThat(Netmap.difference(last, ONE)).isEmpty();
    }

    @Test
    void a_viewer_that_just_came_is_told_nothing_but_a_full_map() {
        happen(new Change.NodeJoined(SmallTailnet.laptop(9)));

        assertThat(Netmap.difference(last, new Viewer(new NodeId(9), 142))).isEmpty();
    }

    @Test
    void a_key_that_never_expires_any_more_is_told_with_endpoints_that_are_gone() {
        happen(
                new Change.KeyExpirySet(new NodeId(2), Lifetime.NEVER),
                new Change.ReachChanged(new NodeId(2), new Reach(List.of(), 900), SmallTailnet.disco(2)));

        assertThat(told().peersChangedPatch())
                .containsExactly(PeerChange.of(2)
                        .keyExpiry(PeerChange.NEVER)
                        .endpoints(List.of())
                        .build());
    }

    @Test
    void a_home_region_is_not_forgotten_and_takes_no_other_change_down_with_it() {
        var endpoint = Endpoint.parse("192.0.2.77:41641");
        happen(new Change.ReachChanged(new NodeId(2), new Reach(List.of(endpoint), 0), SmallTailnet.disco(2)));

        assertThat(told().peersChangedPatch())
                .containsExactly(PeerChange.of(2).endpoints(List.of(endpoint)).build());
        assertThat(Netmap.full(view, ONE).orElseThrow().peers())
                .filteredOn(peer -> peer.id() == 2)
                .extracting(Node::homeDerp)
                .containsExactly(900);
    }

    @Test
    void a_peer_that_roams_is_removed_and_shown_without_a_way_to_it_and_then_as_it_is() {
        Reach roaming = new Reach(List.of(NEW_PLACE), 900).on(new Reach.Footing.Roaming());
        happen(new Change.ReachChanged(new NodeId(2), roaming, SmallTailnet.disco(2)));
        MapResponse first = told();
        happen(new Change.ReachChanged(new NodeId(2), roaming.firmSince(NOON), SmallTailnet.disco(2)));
        MapResponse second = told();

        assertThat(first.peersRemoved()).containsExactly(2L);
        assertThat(first.peersChanged()).singleElement().satisfies(peer -> {
            assertThat(peer.endpoints()).isEmpty();
            assertThat(peer.homeDerp()).isEqualTo(900);
            assertThat(peer.discoKey()).isNotEqualTo(SmallTailnet.disco(2));
            assertThat(peer.discoKey().isZero()).isFalse();
        });
        assertThat(second.peersRemoved()).isEmpty();
        assertThat(second.peersChanged()).singleElement().satisfies(peer -> {
            assertThat(peer.endpoints()).containsExactly(NEW_PLACE);
            assertThat(peer.discoKey()).isEqualTo(SmallTailnet.disco(2));
            assertThat(peer.created())
                    .isEqualTo(first.peersChanged().getFirst().created().minusMillis(1));
        });
    }

    @Test
    void a_viewer_that_missed_that_a_peer_roamed_is_told_its_endpoints() {
        View before = view;
        Reach roaming = new Reach(List.of(NEW_PLACE), 900).on(new Reach.Footing.Roaming());
        happen(new Change.ReachChanged(new NodeId(2), roaming, SmallTailnet.disco(2)));
        happen(new Change.ReachChanged(new NodeId(2), roaming.firmSince(NOON), SmallTailnet.disco(2)));
        last = Delta.between(before, view, List.of(new NodeId(2)));

        assertThat(told())
                .isEqualTo(MapResponse.builder()
                        .peersChangedPatch(List.of(
                                PeerChange.of(2).endpoints(List.of(NEW_PLACE)).build()))
                        .build());
    }

    @Test
    void a_node_that_roams_sees_itself_as_it_is() {
        Reach roaming = new Reach(List.of(NEW_PLACE), 900).on(new Reach.Footing.Roaming());
        happen(new Change.ReachChanged(ONE.node(), roaming, SmallTailnet.disco(1)));

        assertThat(Netmap.difference(last, ONE)).isEmpty();
    }

    @Test
    void a_viewer_that_got_another_owner_is_told_who_that_is() {
        happen(
                new Change.UserSet(User.local(new UserId(7), "cleo", NOON)),
                new Change.OwnerSet(ONE.node(), Ownership.of(new UserId(7))));

        assertThat(told().userProfiles()).extracting(UserProfile::loginName).contains("cleo");
    }

    @Test
    void whoever_brought_in_a_tagged_viewer_is_not_shown_to_it() {
        policy("""
                {"tagOwners": {"tag:db": ["ana@"]}, "grants": []}""");
        happen(new Change.UserSet(User.local(new UserId(1), "renamed", NOON)));

        assertThat(Netmap.difference(last, SmallTailnet.TAGGED)).isEmpty();
    }

    @Test
    void a_policy_that_moves_nobody_in_or_out_of_sight_may_still_take_a_route_away() {
        serve(3, new Presence.Online());
        policy("""
                {"tagOwners": {"tag:db": []},
                 "grants": [{"src": ["ana@"], "dst": ["tag:db", "10.33.0.0/16"], "ip": ["*"]}]}""");
        policy("""
                {"tagOwners": {"tag:db": []},
                 "grants": [{"src": ["ana@"], "dst": ["tag:db"], "ip": ["*"]}]}""");

        assertThat(told().peersChanged()).extracting(Node::id).contains(3L);
    }

    @Test
    void a_router_that_takes_over_for_its_tag_alone_is_told_though_it_did_not_change() {
        serve(2, new Presence.Online());
        serve(3, new Presence.Online());
        serve(4, new Presence.Online());
        policy("""
                {"tagOwners": {"tag:db": ["ana@"]}, "grants": [
                    {"src": ["*"], "dst": ["100.64.0.0/10"], "ip": ["*"]},
                    {"src": ["*"], "dst": ["10.33.0.0/16"], "ip": ["*"], "via": ["tag:db"]}]}""");
        happen(new Change.PresenceChanged(new NodeId(3), new Presence.Offline(NOON)));

        assertThat(told().peersChanged()).extracting(Node::id).containsExactly(3L, 4L);
    }

    @Test
    void a_new_derp_map_says_nothing_of_peers() {
        var others = new Surroundings(DerpMap.of(List.of()), DnsSettings.DEFAULT, Surroundings.Features.DEFAULT);
        View before = view;
        view = view.in(others);
        last = Delta.between(before, view, List.of());

        assertThat(told())
                .isEqualTo(MapResponse.builder().derpMap(others.derpMap()).build());
    }

    @Test
    void clients_are_ordered_to_keep_their_logs_when_that_becomes_a_rule() {
        view = view.in(withLogs(true));
        View before = view;
        view = view.in(withLogs(false));
        last = Delta.between(before, view, List.of());

        assertThat(told().debug().disableLogTail()).isTrue();
    }

    @Test
    void a_first_message_says_how_to_connect_again_where_there_is_a_plan() {
        var again = new ControlDialPlan.Candidate(IpAddress.parse("10.0.0.1"), "", 1, 5, 0);
        var plan = new ControlDialPlan(List.of(again));
        View planned = view.in(view.surroundings().withDialPlan(plan));

        assertThat(Netmap.full(planned, ONE).orElseThrow().controlDialPlan()).isEqualTo(plan);
        assertThat(Netmap.full(view, ONE).orElseThrow().controlDialPlan()).isNull();
    }

    private Surroundings withLogs(boolean isUploading) {
        var features = new Surroundings.Features(true, isUploading, false, false);
        return new Surroundings(
                view.surroundings().derpMap(), view.surroundings().dns(), features);
    }

    private void serve(long node, Presence presence) {
        var was = view.tailnet().nodes().get(new NodeId(node));
        var host =
                was.host().hostinfo().toBuilder().routableIps(List.of(OFFICE)).build();
        happen(
                new Change.HostChanged(was.id(), new Host(142, host)),
                new Change.RoutesApproved(was.id(), new TreeSet<>(List.of(OFFICE))),
                new Change.PresenceChanged(was.id(), presence));
    }

    private void policy(String text) {
        happen(new Change.PolicySet(new PolicyText(text, NOON)));
    }

    private void happen(Change... changes) {
        View before = view;
        List<NodeId> touched = Arrays.stream(changes)
                .map(Change::subject)
                .flatMap(Optional::stream)
                .toList();
        view = before.after(before.tailnet().after(List.of(changes)), touched);
        last = Delta.between(before, view, touched);
    }

    private MapResponse told() {
        return Netmap.difference(last, ONE).orElseThrow();
    }
}
