package net.headscale.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import net.headscale.address.AddressBlock;
import net.headscale.app.Await;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.Decision;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.journal.memory.MemoryJournal;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.SampleNode;
import net.headscale.testkit.time.TestClock;
import org.junit.jupiter.api.Test;

/// A server that starts again on nodes that were online when the former one ended.
class StartPresenceTest {

    private final TestClock clock = TestClock.at(Instant.parse("2026-11-23T12:00:00Z"));
    private final MemoryJournal journal = new MemoryJournal();
    private final Coordinator former = open();
    private final NodeId prompt = joinedOnline();
    private final NodeId late = joinedOnline();
    private final NodeId gone = joinedOnline();

    private Coordinator open() {
        return Coordinator.open(journal, clock, List.of(AddressBlock.of(AddressBlock.CGNAT)), LargeTailnet.PLAIN);
    }

    private NodeId joinedOnline() {
        TailnetWriter tailnet = former.require(Coordinator.DEFAULT_TAILNET);
        var lease = former.allocator().lease();
        var node = SampleNode.numbered(lease.node().value())
                .withOwner(Ownership.of(
                        tailnet.current().tailnet().users().ids().iterator().next()))
                .withAddresses(lease.addresses())
                .withLifetime(SampleNode.livingFrom(clock.instant()));
        tailnet.submit(_ -> Decision.of(new Change.NodeJoined(node), true));
        tailnet.submit(_ -> Decision.of(new Change.PresenceChanged(lease.node(), new Presence.Online()), true));
        return lease.node();
    }

    private static boolean isOnline(TailnetWriter tailnet, NodeId node) {
        return tailnet.current()
                .tailnet()
                .nodes()
                .find(node)
                .orElseThrow()
                .presence()
                .isOnline();
    }

    @Test
    void nobody_is_seen_offline_who_is_back_within_a_minute() {
        Coordinator coordinator = open();
        TailnetWriter tailnet = coordinator.require(Coordinator.DEFAULT_TAILNET);
        Queue<NodeId> seenOffline = new ConcurrentLinkedQueue<>();
        coordinator.watch(publication -> publication.after().tailnet().nodes().values().stream()
                .filter(node -> !node.presence().isOnline())
                .forEach(node -> seenOffline.add(node.id())));
        Presences presences = new Presences(new OnClock(clock));
        presences.settleAfterStart(tailnet);

        presences.opened(tailnet, prompt);
        clock.advance(Duration.ofSeconds(59));
        assertThat(isOnline(tailnet, gone)).isTrue();
        presences.opened(tailnet, late);
        clock.advance(Duration.ofSeconds(1));
        Await.until("the one that stays away to be offline", () -> seenOffline.contains(gone));
        clock.advance(Duration.ofHours(1));

        assertThat(isOnline(tailnet, prompt)).isTrue();
        assertThat(isOnline(tailnet, late)).isTrue();
        assertThat(seenOffline).containsOnly(gone);
    }
}
