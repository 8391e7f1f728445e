package net.headscale.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import net.headscale.address.AddressBlock;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.Decision;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.journal.memory.MemoryJournal;
import net.headscale.session.MapSession.Ending;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.SampleNode;
import net.headscale.testkit.time.TestClock;
import org.junit.jupiter.api.Test;

/// Random histories of streams that open and end: who is online is what the plain model says, after every step.
/// `-Dmodel.histories` says how many, `-Dmodel.seed` the first of them.
class PresenceModelTest {
    private static final int HISTORIES = Integer.getInteger("model.histories", 500);
    private static final long SEED = Long.getLong("model.seed", 1);
    private static final int STEPS = 30;
    private static final int NODES = 3;

    @Test
    void nodes_are_online_when_the_plain_model_says_so() {
        for (long seed = SEED; seed < SEED + HISTORIES; seed++) {
            play(seed);
        }
    }

    /// Found by a full run: the generation of a node that had left began anew, and an old timer took it for its own.
    @Test
    void an_old_loss_does_not_put_a_newer_stream_offline() {
        play(4791);
    }

    private static void play(long seed) {
        History history = new History(seed);
        for (int step = 0; step < STEPS; step++) {
            history.step();
        }
    }

    /// One node, as far as presence goes.
    private static final class PlainPresence {
        private int streams;
        private boolean isOnline;
        private Instant offlineAt = Instant.MAX;

        void open() {
            streams++;
            isOnline = true;
            offlineAt = Instant.MAX;
        }

        void end(Ending how, Instant now) {
            streams--;
            if (streams == 0) {
                offlineAt = now.plusSeconds(how == Ending.RESET ? 1 : 10);
            }
        }

        boolean isOnlineAt(Instant now) {
            isOnline &= now.isBefore(offlineAt);
            return isOnline;
        }
    }

    private static final class History {
        private final Random random;
        private final List<String> story = new ArrayList<>();
        private final TestClock clock = TestClock.at(Instant.parse("2026-11-23T12:00:00Z"));
        private final List<PlainPresence> model = new ArrayList<>();
        private final List<NodeId> nodes = new ArrayList<>();
        private final Coordinator coordinator = Coordinator.open(
                new MemoryJournal(), clock, List.of(AddressBlock.of(AddressBlock.CGNAT)), LargeTailnet.PLAIN);
        private final TailnetWriter tailnet = coordinator.require(Coordinator.DEFAULT_TAILNET);
        private final Presences presences = new Presences(new OnClock(clock));

        History(long seed) {
            random = new Random(seed);
            story.add("seed " + seed);
            for (int i = 0; i < NODES; i++) {
                boolean wasOnline = random.nextBoolean();
                PlainPresence plain = new PlainPresence();
                if (wasOnline) {
                    plain.isOnline = true;
                    plain.offlineAt = clock.instant().plusSeconds(60);
                }
                model.add(plain);
                join(wasOnline ? new Presence.Online() : new Presence.NeverSeen());
            }
            presences.settleAfterStart(tailnet);
        }

        private void join(Presence presence) {
            var lease = coordinator.allocator().lease();
            var owner = tailnet.current().tailnet().users().ids().iterator().next();
            var node = SampleNode.numbered(lease.node().value())
                    .withOwner(Ownership.of(owner))
                    .withAddresses(lease.addresses())
                    .withPresence(presence)
                    .withLifetime(SampleNode.livingFrom(clock.instant()));
            tailnet.submit(_ -> Decision.of(new Change.NodeJoined(node), true));
            nodes.add(lease.node());
        }

        void step() {
            int which = random.nextInt(NODES);
            PlainPresence plain = model.get(which);
            switch (random.nextInt(3)) {
                case 0 -> open(which);
                case 1 -> {
                    if (plain.streams > 0) {
                        end(which, random.nextBoolean() ? Ending.RESET : Ending.LOST);
                    }
                }
                default -> pass(Duration.ofMillis(random.nextInt(1, random.nextInt(4) == 0 ? 40_000 : 6_000)));
            }
            for (int i = 0; i < NODES; i++) {
                awaitPresence(i);
            }
        }

        private void open(int which) {
            story.add("open " + which);
            model.get(which).open();
            presences.opened(tailnet, nodes.get(which));
        }

        private void end(int which, Ending how) {
            story.add("end " + which + " " + how);
            model.get(which).end(how, clock.instant());
            presences.closed(tailnet, nodes.get(which), how);
        }

        private void pass(Duration time) {
            story.add("pass " + time);
            clock.advance(time);
        }

        private void awaitPresence(int which) {
            boolean expected = model.get(which).isOnlineAt(clock.instant());
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (isOnline(which) != expected && System.nanoTime() < deadline) {
                LockSupport.parkNanos(20_000);
            }
            assertThat(isOnline(which)).as("node %d after %s", which, story).isEqualTo(expected);
        }

        private boolean isOnline(int which) {
            return tailnet.current()
                    .tailnet()
                    .nodes()
                    .find(nodes.get(which))
                    .orElseThrow()
                    .presence()
                    .isOnline();
        }
    }
}
