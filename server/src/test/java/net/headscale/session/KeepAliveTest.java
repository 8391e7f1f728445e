package net.headscale.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.headscale.app.Await;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.Decision;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;
import net.headscale.testkit.time.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is done about sessions that hear nothing for a while.
class KeepAliveTest {
    private static final int UNDER_WAY = 256;
    private static final int MOST_PASSED_OVER = 10;
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final TestClock clock = TestClock.at(MapListener.NOW);
    private final Coordinator coordinator = LargeTailnet.coordinator(clock);
    private final TailnetWriter tailnet = coordinator.require(Coordinator.DEFAULT_TAILNET);
    private final Workshop workshop = Workshop.open(clock, new SplittableRandom(1), Watch.NONE, 1);
    private final TailnetSessions sessions =
            new TailnetSessions(tailnet, workshop, new Presences(workshop), coordinator.directory());
    private final Renderer renderer = new Renderer();

    KeepAliveTest() {
        change(new Change.UserSet(User.local(new UserId(101), "ana", MapListener.NOW)));
    }

    @AfterEach
    void close() {
        workshop.close();
        renderer.close();
    }

    @Test
    void who_waits_for_a_first_message_hears_that_the_server_is_there() {
        List<Holder> holders = new ArrayList<>();
        for (int id = 1; id <= UNDER_WAY; id++) {
            holders.add(new Holder());
            open(id, holders.getLast());
        }
        Await.until("full maps under way", () -> holders.stream().allMatch(holder -> holder.gone != null));
        MapListener waiting = new MapListener();
        open(UNDER_WAY + 1, waiting);

        keepAlive();
        assertThat(waiting.messages()).isEqualTo(1);
        assertThat(waiting.netmap().live()).isEqualTo(new MapListener().netmap().live());

        holders.getFirst().gone.run();
        Await.until("the next one's turn", () -> waiting.messages() > 1);
    }

    @Test
    void who_reads_nothing_for_ten_of_them_is_let_go() {
        MapListener quick = polled(1);
        MapListener slow = polled(2);
        slow.stall(true);

        for (int i = 1; i < MOST_PASSED_OVER; i++) {
            keepAlive();
        }
        assertThat(slow.isEnded()).isFalse();
        keepAlive();

        assertThat(slow.isEnded()).isTrue();
        assertThat(quick.isEnded()).isFalse();
    }

    @Test
    void who_reads_one_in_between_is_not() {
        MapListener slow = polled(1);
        for (int round = 0; round < 2; round++) {
            slow.stall(true);
            for (int i = 1; i < MOST_PASSED_OVER; i++) {
                keepAlive();
            }
            slow.stall(false);
            keepAlive();
        }

        assertThat(slow.isEnded()).isFalse();
    }

    private void keepAlive() {
        clock.advance(SILENCE);
        sessions.keepAlive(renderer);
    }

    private MapListener polled(long id) {
        MapListener listener = new MapListener();
        listener.attach(open(id, listener));
        Await.until("a full map", () -> listener.messages() > 0);
        return listener;
    }

    private MapSession open(long id, Outlet outlet) {
        Node node = LargeTailnet.node(id, new UserId(101));
        change(new Change.NodeJoined(node));
        return sessions.open(LargeTailnet.viewer(node.id()), node.keys().node(), outlet);
    }

    private void change(Change change) {
        tailnet.submit(_ -> Decision.of(change, true));
    }

    /// A client that has not read its first message.
    private static final class Holder implements Outlet {
        private volatile Runnable gone;

        @Override
        public void write(List<byte[]> parts, Runnable left) {
            gone = gone == null ? left : gone;
        }

        @Override
        public boolean isReady() {
            return false;
        }

        @Override
        public void probe(Runnable answered) {}

        @Override
        public void end() {}
    }
}
