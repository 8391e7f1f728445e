package net.headscale.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.Decision;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.netmap.Netmap;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Reach;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;
import net.headscale.testkit.netmap.ClientNetmap;
import net.headscale.wire.net.Endpoint;
import org.junit.jupiter.api.Test;

/// A client that takes no bytes holds nobody up, and nothing waits for it.
class SlowReaderTest {
    private static final int CHANGES = 200;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Clock clock = Clock.systemUTC();
    private final Coordinator coordinator = LargeTailnet.coordinator(clock);
    private final TailnetWriter tailnet = coordinator.require(Coordinator.DEFAULT_TAILNET);

    @Test
    void others_hear_of_everything_and_it_gets_one_message_over_all_that_it_missed() {
        change(new Change.UserSet(User.local(new UserId(101), "ana", Instant.EPOCH)));
        List<Node> nodes = List.of(joined(1), joined(2), joined(3));
        try (Sessions sessions = Sessions.open(coordinator, clock, new SplittableRandom(1), 2)) {
            MapListener quick = polled(sessions, nodes.get(0));
            MapListener slow = polled(sessions, nodes.get(1));
            await(() -> knowsAll(quick, nodes.get(0)) && knowsAll(slow, nodes.get(1)));
            slow.stall(true);
            int before = slow.messages();

            for (int i = 1; i <= CHANGES; i++) {
                change(new Change.ReachChanged(
                        new NodeId(3), reach(i), nodes.get(2).keys().disco()));
            }
            await(() -> knowsAll(quick, nodes.get(0)));

            assertThat(slow.messages()).isEqualTo(before);
            slow.stall(false);
            await(() -> knowsAll(slow, nodes.get(1)));
            assertThat(slow.messages()).isEqualTo(before + 1);
        }
    }

    private Node joined(long id) {
        Node node = LargeTailnet.node(id, new UserId(101));
        change(new Change.NodeJoined(node));
        return node;
    }

    private MapListener polled(Sessions sessions, Node node) {
        MapListener stream = new MapListener();
        stream.attach(sessions.open(
                tailnet, LargeTailnet.viewer(node.id()), node.keys().node(), stream));
        return stream;
    }

    private boolean knowsAll(MapListener stream, Node node) {
        var full =
                Netmap.full(tailnet.current(), LargeTailnet.viewer(node.id())).orElseThrow();
        var all = ClientNetmap.empty().apply(full, MapListener.NOW).live();
        return stream.netmap().live().equals(all);
    }

    private static Reach reach(int port) {
        return new Reach(List.of(Endpoint.parse("192.0.2.9:" + port)), 900);
    }

    private void change(Change change) {
        tailnet.submit(_ -> Decision.of(change, true));
    }

    private void await(BooleanSupplier condition) {
        Instant end = clock.instant().plus(LONGEST);
        while (!condition.getAsBoolean()) {
            assertThat(clock.instant()).as("waited too long").isBefore(end);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}
