package net.headscale.journal.sql;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import net.headscale.journal.JournalUnavailable;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.TailnetId;

/// What waits for the committer: requests in the order they came, and the last volatile parts of nodes.
///
/// Thread-safe. Requests are bounded: who comes when it is full waits for room. The nodes need no bound, as there is
/// one entry for each, of values that live in memory anyway.
final class Inbox {
    private static final int MOST_REQUESTS = 4_096;
    private static final int MOST_IN_A_GROUP = 256; // a few milliseconds of work between two syncs of the disk
    private static final int MOST_BEHIND_IN_A_GROUP = 1_000; // about 30 ms that others may have to wait
    private static final long BEHIND_AFTER_NANOS = Duration.ofMillis(500).toNanos();
    private static final long BEHIND_AGAIN_AFTER_NANOS = Duration.ofSeconds(2).toNanos();

    /// Guards all fields; no other lock is taken under it.
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition hasWork = lock.newCondition();
    private final Condition hasRoom = lock.newCondition();
    private final ArrayDeque<Request<?>> requests = new ArrayDeque<>();
    private final Map<NodeId, Behind> behind = new LinkedHashMap<>();
    private long behindDue;
    private boolean isHurried;
    private boolean isClosed;

    /// @throws JournalUnavailable if there is no room within `patience`
    /// @throws IllegalStateException if the inbox is closed
    void put(Request<?> request, Duration patience) {
        lock.lock();
        try {
            awaitRoom(patience.toNanos());
            checkOpen();
            requests.add(request);
            hasWork.signal();
        } finally {
            lock.unlock();
        }
    }

    void putBehind(TailnetId tailnet, Collection<Node> nodes) {
        lock.lock();
        try {
            checkOpen();
            if (behind.isEmpty()) {
                behindDue = System.nanoTime() + BEHIND_AFTER_NANOS;
                hasWork.signal();
            }
            nodes.forEach(node -> behind.put(node.id(), new Behind(tailnet, node)));
        } finally {
            lock.unlock();
        }
    }

    /// These could not be stored and wait again, but for those that have a newer value by now.
    ///
    /// @return whether they wait; not after [#close], when there is no later
    boolean putBack(List<Behind> notStored) {
        lock.lock();
        try {
            notStored.forEach(entry -> behind.putIfAbsent(entry.node().id(), entry));
            behindDue = System.nanoTime() + BEHIND_AGAIN_AFTER_NANOS;
            if (isClosed) {
                behind.clear();
            }
            return !isClosed;
        } finally {
            lock.unlock();
        }
    }

    /// What waits for these nodes is older than what is stored.
    void forget(Collection<NodeId> nodes) {
        lock.lock();
        try {
            behind.keySet().removeAll(nodes);
        } finally {
            lock.unlock();
        }
    }

    /// What is written behind by now is stored before, or with, the next request.
    void hurry() {
        lock.lock();
        try {
            isHurried = !behind.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /// Blocks until there is something to do; the last group, after [#close], is empty.
    Group take() {
        lock.lock();
        try {
            awaitWork();
            List<Request<?>> group = new ArrayList<>();
            while (group.size() < MOST_IN_A_GROUP && !requests.isEmpty()) {
                group.add(requests.remove());
            }
            hasRoom.signalAll();
            return new Group(group, dueBehind());
        } finally {
            lock.unlock();
        }
    }

    /// Nothing comes in any more; what is in can still be taken.
    void close() {
        lock.lock();
        try {
            isClosed = true;
            hasWork.signal();
            hasRoom.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void checkOpen() {
        if (isClosed) {
            throw new IllegalStateException("the journal is closed");
        }
    }

    private List<Behind> dueBehind() {
        if (isHurried) {
            isHurried = false;
            return removeBehind(Integer.MAX_VALUE);
        }
        return isBehindDue() || isClosed ? removeBehind(MOST_BEHIND_IN_A_GROUP) : List.of();
    }

    private boolean isBehindDue() {
        return !behind.isEmpty() && System.nanoTime() - behindDue >= 0;
    }

    private List<Behind> removeBehind(int most) {
        List<Behind> taken = behind.values().stream().limit(most).toList();
        taken.forEach(entry -> behind.remove(entry.node().id()));
        return taken;
    }

    private void awaitWork() {
        while (requests.isEmpty() && !isBehindDue() && !isClosed) {
            try {
                hasWork.awaitNanos(behind.isEmpty() ? Long.MAX_VALUE : behindDue - System.nanoTime());
            } catch (InterruptedException nobodys) {
                // the committer's thread is ours alone; it ends by close
            }
        }
    }

    private void awaitRoom(long nanos) {
        boolean isInterrupted = false;
        long deadline = System.nanoTime() + nanos;
        while (requests.size() >= MOST_REQUESTS && !isClosed) {
            try {
                if (hasRoom.awaitNanos(deadline - System.nanoTime()) <= 0) {
                    throw new JournalUnavailable(
                            MOST_REQUESTS + " requests wait for the database: look at the load of its disk", null);
                }
            } catch (InterruptedException later) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// What is put into one transaction.
    record Group(List<Request<?>> requests, List<Behind> behind) {
        boolean isEmpty() {
            return requests.isEmpty() && behind.isEmpty();
        }
    }
}
