package net.headscale.session;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import net.headscale.tailnet.NodeId;
import org.jspecify.annotations.Nullable;

/// Which sessions of a tailnet get their first message now, and which wait for it.
///
/// A first message is a full map, megabytes in a large tailnet, and in a storm all clients ask for theirs at once: in
/// turn each gets it soon after the one before, and memory holds what a few hundred have not read yet. A client that
/// reads slowly holds nobody up for longer than [#LONGEST]. Thread-safe.
final class Openings {
    private static final int MOST = 256; // so many slow lines together are quick
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final Later later;

    /// Guards the two below; nothing is begun under it.
    private final ReentrantLock lock = new ReentrantLock();

    /// In their order; a node that polls again keeps its place.
    private final LinkedHashMap<NodeId, Consumer<Ticket>> waiting = new LinkedHashMap<>();

    private int underWay;

    Openings(Later later) {
        this.later = later;
    }

    /// Has an opening begin as soon as it is its turn, on the calling thread or on another one; it must not block. A
    /// former one of the same node that still waits never begins.
    void begin(NodeId node, Consumer<Ticket> opening) {
        lock.lock();
        try {
            if (underWay == MOST) {
                waiting.put(node, opening);
                return;
            }
            underWay++;
        } finally {
            lock.unlock();
        }
        start(opening);
    }

    private void start(Consumer<Ticket> opening) {
        Ticket ticket = new Ticket();
        later.after(LONGEST, ticket::giveBack);
        opening.accept(ticket);
    }

    private void next() {
        @Nullable Consumer<Ticket> next;
        lock.lock();
        try {
            Map.Entry<NodeId, Consumer<Ticket>> first = waiting.pollFirstEntry();
            next = first == null ? null : first.getValue();
            underWay -= first == null ? 1 : 0;
        } finally {
            lock.unlock();
        }
        if (next != null) {
            start(next);
        }
    }

    /// The right to be under way.
    final class Ticket {
        private final AtomicBoolean isGivenBack = new AtomicBoolean();

        /// The message has left, or never will; later calls do nothing.
        void giveBack() {
            if (isGivenBack.compareAndSet(false, true)) {
                next();
            }
        }
    }
}
