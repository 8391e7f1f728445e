package net.headscale.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import net.headscale.app.Await;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.Decision;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Reach;
import net.headscale.testkit.time.TestClock;
import net.headscale.wire.net.Endpoint;
import org.junit.jupiter.api.Test;

class RoamersTest {
    private static final Duration DETOUR = Duration.ofMillis(100);
    private static final Endpoint CAFE = Endpoint.parse("198.51.100.7:41641");
    private static final Endpoint TRAIN = Endpoint.parse("203.0.113.9:41641");

    private final TestClock clock = TestClock.at(Instant.parse("2026-11-23T12:00:00Z"));
    private final Coordinator coordinator = LargeTailnet.coordinator(clock);
    private final TailnetWriter tailnet = coordinator.require(Coordinator.DEFAULT_TAILNET);
    private final NodeId laptop = join();

    RoamersTest() {
        Roamers roamers = new Roamers(new OnClock(clock));
        coordinator.watch(publication -> roamers.published(tailnet, publication));
    }

    private NodeId join() {
        Node node = LargeTailnet.node(
                1, tailnet.current().tailnet().users().ids().iterator().next());
        tailnet.submit(_ -> Decision.of(new Change.NodeJoined(node), true));
        return node.id();
    }

    private void roam(Endpoint to) {
        tell(new Reach(List.of(to), 900, new Reach.Footing.Roaming()));
    }

    private void tell(Reach reach) {
        tailnet.submit(scene -> Decision.of(
                new Change.ReachChanged(
                        laptop,
                        reach,
                        scene.tailnet()
                                .nodes()
                                .find(laptop)
                                .orElseThrow()
                                .keys()
                                .disco()),
                true));
    }

    private Reach reach() {
        return tailnet.current().tailnet().nodes().find(laptop).orElseThrow().reach();
    }

    private void awaitReach(Predicate<Reach> wanted) {
        Await.until("where the node is", () -> wanted.test(reach()));
    }

    @Test
    void a_node_roams_for_a_moment() {
        roam(CAFE);

        clock.advance(DETOUR.minusMillis(1));
        assertThat(reach().isRoaming()).isTrue();
        clock.advance(Duration.ofMillis(1));

        awaitReach(reach -> reach.equals(new Reach(List.of(CAFE), 900, new Reach.Footing.Firm(clock.instant()))));
    }

    @Test
    void what_is_said_meanwhile_makes_it_no_longer_and_is_kept() {
        roam(CAFE);
        clock.advance(DETOUR.dividedBy(2));
        roam(TRAIN);

        clock.advance(DETOUR.dividedBy(2));

        awaitReach(reach -> !reach.isRoaming());
        assertThat(reach().endpoints()).containsExactly(TRAIN);
    }

    @Test
    void a_node_that_is_gone_by_then_stays_gone() {
        roam(CAFE);
        tailnet.submit(_ -> Decision.of(new Change.NodeRemoved(laptop), true));
        long number = tailnet.current().number();

        clock.advance(DETOUR);
        tailnet.submit(_ -> Decision.unchanged(true));

        assertThat(tailnet.current().number()).isEqualTo(number);
        assertThat(tailnet.current().tailnet().nodes().contains(laptop)).isFalse();
    }
}
