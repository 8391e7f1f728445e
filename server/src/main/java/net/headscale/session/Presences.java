package net.headscale.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import net.headscale.coordinator.Command;
import net.headscale.coordinator.Decision;
import net.headscale.coordinator.RefusedException;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.Reach;

/// Who is online: nodes with an open stream, and those whose last one ended a moment ago.
///
/// A stream that was reset makes its node offline after 1 s, one that was lost with its connection after 10 s,
/// unless a new one was opened meanwhile; a generation tells. A router that has a substitute does not wait for so
/// long: it is silent 1 s after its loss, so that its routes move. A node that is new arrives until its client says
/// where it is reached, for 5 s at the most. After a start, nodes keep their stored presence
/// for 60 s. Thread-safe.
final class Presences {
    private static final Duration AFTER_RESET = Duration.ofSeconds(1);
    private static final Duration UNTIL_SUSPECT =
            Duration.ofSeconds(1); // a client that lost its connection dials at once
    private static final Duration AFTER_LOSS = Duration.ofSeconds(10);
    private static final Duration AFTER_START = Duration.ofSeconds(60);
    private static final Duration ARRIVAL = Duration.ofSeconds(5); // a client without UDP measures for 3 s

    private final Later later;
    private final Map<NodeId, Streams> nodes = new ConcurrentHashMap<>();

    /// Never begins anew, as a count in `nodes` would when a node has left: an old timer would take a new stream for
    /// its own.
    private final AtomicLong generations = new AtomicLong();

    /// @param open streams now
    /// @param generation another one after each opening and closing, of whatever node
    private record Streams(int open, long generation) {
        static final Streams NONE = new Streams(0, 0);
    }

    Presences(Later later) {
        this.later = later;
    }

    void opened(TailnetWriter writer, NodeId node) {
        count(node, 1);
        submit(writer, node, new Presence.Arriving());
        boolean isNew = writer.current()
                .tailnet()
                .nodes()
                .find(node)
                .filter(Presences::isNew)
                .isPresent();
        if (isNew) {
            later.after(ARRIVAL, () -> submit(writer, node, new Presence.Online()));
        }
    }

    private static boolean isNew(Node node) {
        return !node.presence().isShown() && node.reach().equals(Reach.NOWHERE);
    }

    void closed(TailnetWriter writer, NodeId node, MapSession.Ending how) {
        Streams left = count(node, -1);
        if (left.open == 0) {
            Duration grace = switch (how) {
                case RESET -> AFTER_RESET;
                case LOST -> AFTER_LOSS;
            };
            Instant lastSeen = later.now();
            later.after(grace, () -> leave(writer, node, left, lastSeen));
            if (how == MapSession.Ending.LOST) {
                later.after(UNTIL_SUSPECT, () -> suspect(writer, node, left));
            }
        }
    }

    private Streams count(NodeId node, int more) {
        return nodes.compute(
                node,
                (_, streams) -> new Streams(
                        Objects.requireNonNullElse(streams, Streams.NONE).open + more, generations.incrementAndGet()));
    }

    /// Nodes that a former run left online and that did not come back go offline together; one that came and went
    /// again has its own time.
    void settleAfterStart(TailnetWriter writer) {
        later.after(
                AFTER_START,
                () -> Thread.ofVirtual()
                        .start(() -> writer.submit(scene -> new Decision<>(
                                scene.tailnet().nodes().values().stream()
                                        .filter(node -> node.presence().isOnline() && !nodes.containsKey(node.id()))
                                        .<Change>map(node -> new Change.PresenceChanged(
                                                node.id(), new Presence.Offline(scene.now())))
                                        .toList(),
                                true))));
    }

    boolean isHere(NodeId node) {
        return nodes.getOrDefault(node, Streams.NONE).open > 0;
    }

    private void leave(TailnetWriter writer, NodeId node, Streams then, Instant lastSeen) {
        if (nodes.remove(node, then)) {
            submit(writer, node, new Presence.Offline(lastSeen));
        }
    }

    private void suspect(TailnetWriter writer, NodeId node, Streams then) {
        if (then.equals(nodes.get(node))) {
            silent(writer, node);
        }
    }

    /// The client does not answer, though its stream may be open.
    void silent(TailnetWriter writer, NodeId node) {
        submit(writer, node, new Presence.Silent());
    }

    /// The client answers again.
    void answering(TailnetWriter writer, NodeId node) {
        submit(writer, node, new Presence.Online());
    }

    private void submit(TailnetWriter writer, NodeId node, Presence presence) {
        Thread.ofVirtual().name("presence").start(() -> {
            try {
                writer.submit(scene -> decide(scene, node, presence));
            } catch (RefusedException gone) {
                // the tailnet was destroyed meanwhile, and its nodes with it
            }
        });
    }

    /// The last word is what the streams say at the moment of the decision: commands may overtake one another.
    private Decision<Boolean> decide(Command.Scene scene, NodeId id, Presence wish) {
        Node node = scene.tailnet().nodes().get(id);
        if (node == null) {
            return Decision.unchanged(false);
        }
        Presence presence = wish instanceof Presence.Arriving && !isNew(node) ? new Presence.Online() : wish;
        boolean isTrue = switch (presence) {
            case Presence.Arriving _ -> isHere(id);
            case Presence.Online _ -> isHere(id) && !(node.presence() instanceof Presence.Online);
            case Presence.Silent _ ->
                node.presence() instanceof Presence.Online
                        && scene.view().derived().routes().substitutable().contains(id);
            case Presence.Offline _, Presence.NeverSeen _ ->
                !isHere(id) && node.presence().isOnline();
        };
        return isTrue ? Decision.of(new Change.PresenceChanged(id, presence), true) : Decision.unchanged(false);
    }
}
