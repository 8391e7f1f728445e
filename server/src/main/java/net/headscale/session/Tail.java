package net.headscale.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import net.headscale.coordinator.Publication;
import net.headscale.netmap.View;
import net.headscale.tailnet.NodeId;

/// What was touched between the views of the last while, so that a session can be moved over several of them at
/// once.
///
/// Bounded: a session whose view has left the tail is ended, and gets a full map with its next poll. Thread-safe; no
/// call waits for a round, since the writer must not.
final class Tail {
    private static final int MOST_PUBLICATIONS = 4_096; // only ids are kept, not views
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private record Entry(long number, Set<NodeId> touched, Instant at) {}

    /// Guards `entries` and `newest`, which change together; nothing else is done under it.
    private final ReentrantLock lock = new ReentrantLock();

    private final Deque<Entry> entries = new ArrayDeque<>();
    private View newest;

    Tail(View first) {
        this.newest = first;
    }

    /// The newest view that the tail knows the way to.
    View newest() {
        return locked(() -> newest);
    }

    void add(Publication publication, Instant now) {
        locked(() -> append(publication, now));
    }

    private View append(Publication publication, Instant now) {
        entries.addLast(new Entry(publication.after().number(), publication.touched(), now));
        while (entries.size() > MOST_PUBLICATIONS
                || entries.getFirst().at.plus(LONGEST).isBefore(now)) {
            entries.removeFirst();
        }
        newest = publication.after();
        return newest;
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /// Every node that was touched after `told` and up to `target`; empty when that is not known any more.
    Optional<Set<NodeId>> touchedBetween(View told, View target) {
        return locked(() -> touched(told, target));
    }

    private Optional<Set<NodeId>> touched(View told, View target) {
        if (told.number() == target.number()) {
            return Optional.of(Set.of());
        }
        if (entries.isEmpty() || entries.getFirst().number > told.number() + 1) {
            return Optional.empty();
        }
        Set<NodeId> touched = new TreeSet<>();
        for (Entry entry : entries) {
            if (entry.number > told.number() && entry.number <= target.number()) {
                touched.addAll(entry.touched);
            }
        }
        return Optional.of(touched);
    }
}
