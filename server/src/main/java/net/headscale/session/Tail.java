package net.headscale.session;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import net.headscale.coordinator.Publication;
import net.headscale.netmap.View;
import net.headscale.tailnet.NodeId;

/// Which view touched each node last, so that a session can be moved to the newest one from whatever view its client
/// was told, however long ago.
///
/// Bounded: one entry a node, and some thousand for nodes that left; a session that was told of those before their
/// entry went is ended, and gets a full map with its next poll. Thread-safe; no call waits for a round, since the
/// writer must not.
final class Tail {
    private static final int MOST_GONE = 4_096;

    /// Guards all below, which change together; nothing else is done under it.
    private final ReentrantLock lock = new ReentrantLock();

    /// The numbers of views, the greatest last.
    private final LinkedHashMap<NodeId, Long> touched = new LinkedHashMap<>();

    private View newest;

    /// What sessions are to be told: the newest view, or one that only lacks what may wait.
    private View due;

    /// What views before this one lead to is not known any more.
    private long first;

    Tail(View first) {
        this.newest = first;
        this.due = first;
        this.first = first.number();
    }

    /// The view that sessions are to be moved to, unless they were told a newer one.
    View due() {
        return locked(() -> due);
    }

    /// All that was added is to be told.
    void makeDue() {
        locked(() -> due = newest);
    }

    void add(Publication publication) {
        locked(() -> append(publication));
    }

    private View append(Publication publication) {
        newest = publication.after();
        publication.touched().forEach(node -> touched.putLast(node, newest.number()));
        int most = newest.tailnet().nodes().size() + newest.tailnet().guests().size() + MOST_GONE;
        while (touched.size() > most) {
            first = touched.pollFirstEntry().getValue();
        }
        return newest;
    }

    /// Every node that was touched after `told`; empty when that is not known any more.
    Optional<Set<NodeId>> touchedSince(View told) {
        return locked(() -> since(told.number()));
    }

    private Optional<Set<NodeId>> since(long told) {
        if (told < first) {
            return Optional.empty();
        }
        Set<NodeId> nodes = new TreeSet<>();
        for (Map.Entry<NodeId, Long> entry : touched.sequencedEntrySet().reversed()) {
            if (entry.getValue() <= told) {
                break;
            }
            nodes.add(entry.getKey());
        }
        return Optional.of(nodes);
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
