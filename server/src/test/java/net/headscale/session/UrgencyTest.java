package net.headscale.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.headscale.coordinator.Publication;
import net.headscale.netmap.Surroundings;
import net.headscale.netmap.View;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Host;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.NodeName;
import net.headscale.tailnet.PolicyText;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.Reach;
import net.headscale.tailnet.UserId;
import net.headscale.testkit.time.TestClock;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.Hostinfo;
import org.junit.jupiter.api.Test;

/// Which news waits for other news, and how long.
class UrgencyTest {
    private static final Duration PATIENCE = Duration.ofMillis(750);
    private static final Duration UNTIL_OLD = Duration.ofSeconds(5);
    private static final Duration A_MOMENT = Duration.ofMillis(1);
    private static final NodeId NEWCOMER = new NodeId(9);
    private static final Prefix SUBNET = Prefix.parse("10.1.0.0/16");
    private static final PolicyText POLICY = new PolicyText("{}", MapListener.NOW);

    private int told;
    private final TestClock clock = TestClock.at(MapListener.NOW);
    private final Urgency urgency = new Urgency(new OnClock(clock), () -> told++);
    private View newest = LargeTailnet.online(LargeTailnet.view(4), LargeTailnet.ids(4));

    @Test
    void a_departure_waits_for_a_moment() {
        leave(1);

        clock.advance(PATIENCE.minus(A_MOMENT));
        assertThat(told).isZero();
        clock.advance(A_MOMENT);
        assertThat(told).isEqualTo(1);
    }

    @Test
    void departures_are_told_together() {
        leave(1);
        clock.advance(PATIENCE.minus(A_MOMENT));
        leave(2);
        clock.advance(PATIENCE.multipliedBy(2));

        assertThat(told).isEqualTo(1);
    }

    @Test
    void a_departure_goes_out_with_what_hurries() {
        leave(1);
        comeBack(2);
        assertThat(told).isEqualTo(1);

        clock.advance(PATIENCE);
        assertThat(told).isEqualTo(1);
    }

    @Test
    void one_that_follows_on_what_hurried_waits_as_long_as_the_first() {
        leave(1);
        clock.advance(PATIENCE.dividedBy(2));
        comeBack(2);
        leave(3);
        clock.advance(PATIENCE.minus(A_MOMENT));
        assertThat(told).isEqualTo(1);

        clock.advance(A_MOMENT);
        assertThat(told).isEqualTo(2);
    }

    @Test
    void who_is_not_shown_yet_hurries_nobody() {
        Node newcomer = LargeTailnet.node(NEWCOMER.value(), new UserId(1)).withPresence(new Presence.NeverSeen());
        publish(new Change.NodeJoined(newcomer), NEWCOMER);
        publish(new Change.PresenceChanged(NEWCOMER, new Presence.Arriving()), NEWCOMER);
        assertThat(told).isZero();

        publish(new Change.PresenceChanged(NEWCOMER, new Presence.Online()), NEWCOMER);
        assertThat(told).isEqualTo(1);
    }

    @Test
    void a_departure_of_just_now_hurries() {
        NodeId node = new NodeId(1);
        publish(
                new Change.PresenceChanged(
                        node,
                        new Presence.Offline(clock.instant().minus(UNTIL_OLD).plus(A_MOMENT))),
                node);

        assertThat(told).isEqualTo(1);
    }

    @Test
    void everything_else_hurries() {
        NodeId node = new NodeId(1);
        Node is = node(node);
        List<Runnable> news = List.of(
                () -> comeBack(1),
                () -> publish(
                        new Change.ReachChanged(node, Reach.NOWHERE, is.keys().disco()), node),
                () -> publish(new Change.NodeRenamed(node, new NodeName("other", "other", true)), node),
                () -> publish(new Change.NodeRemoved(new NodeId(2)), new NodeId(2)),
                () -> publish(new Change.PolicySet(POLICY)),
                this::changeFeatures);
        for (int i = 0; i < news.size(); i++) {
            news.get(i).run();
            assertThat(told).isEqualTo(i + 1);
        }
    }

    @Test
    void so_does_what_comes_with_a_departure() {
        NodeId leaver = new NodeId(1);
        View before = newest;
        newest = before.after(
                before.tailnet().after(List.of(offline(leaver), new Change.PolicySet(POLICY))), List.of(leaver));
        urgency.published(new Publication(before, newest, Set.of(leaver)));

        assertThat(told).isEqualTo(1);
    }

    @Test
    void a_router_that_leaves_hurries() {
        NodeId router = new NodeId(1);
        Node serving = node(router)
                .withHost(new Host(
                        142, Hostinfo.builder().routableIps(List.of(SUBNET)).build()))
                .withApprovedRoutes(new TreeSet<>(Set.of(SUBNET)));
        publish(new Change.NodeLoggedIn(serving), router);
        int before = told;
        leave(1);

        assertThat(told).isEqualTo(before + 1);
    }

    private Node node(NodeId id) {
        return newest.tailnet().nodes().find(id).orElseThrow();
    }

    private void leave(long id) {
        publish(offline(new NodeId(id)), new NodeId(id));
    }

    private Change offline(NodeId id) {
        return new Change.PresenceChanged(
                id, new Presence.Offline(clock.instant().minus(UNTIL_OLD)));
    }

    private void comeBack(long id) {
        publish(new Change.PresenceChanged(new NodeId(id), new Presence.Online()), new NodeId(id));
    }

    private void publish(Change change, NodeId... touched) {
        View before = newest;
        newest = before.after(before.tailnet().after(change), List.of(touched));
        urgency.published(new Publication(before, newest, Set.of(touched)));
    }

    private void changeFeatures() {
        View before = newest;
        newest = before.in(before.surroundings().withFeatures(new Surroundings.Features(false, false, false, false)));
        urgency.published(new Publication(before, newest, Set.of()));
    }
}
