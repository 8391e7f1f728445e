package net.headscale.coordinator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import net.headscale.netmap.Surroundings;
import org.jspecify.annotations.Nullable;

/// What waits for the writer of one tailnet: commands in their order, and the newest surroundings before them.
///
/// Thread-safe. It knows whether somebody takes from it: who puts something in while nobody does is told to begin.
final class Inbox {
    static final int MOST_WAITING = 16_384; // a storm of 10,000 nodes waits here; more come back
    private static final int MOST_COMMANDS_A_BATCH = 1_024;

    /// Guards all below; no other lock is taken under it.
    private final ReentrantLock lock = new ReentrantLock();

    private final Queue<Waiting<?>> commands = new ArrayDeque<>();
    private @Nullable Surroundings surroundings;
    private boolean isTakenFrom;

    /// How many commands wait.
    int size() {
        lock.lock();
        try {
            return commands.size();
        } finally {
            lock.unlock();
        }
    }

    /// @return whether nobody took from it
    /// @throws RefusedException if too many wait
    boolean add(Waiting<?> command) {
        lock.lock();
        try {
            if (commands.size() >= MOST_WAITING) {
                throw new RefusedException(new Refusal.Busy());
            }
            commands.add(command);
            return begin();
        } finally {
            lock.unlock();
        }
    }

    /// Takes the place of the surroundings that wait.
    ///
    /// @return whether nobody took from it
    boolean put(Surroundings others) {
        lock.lock();
        try {
            surroundings = others;
            return begin();
        } finally {
            lock.unlock();
        }
    }

    private boolean begin() {
        boolean isIdle = !isTakenFrom;
        isTakenFrom = true;
        return isIdle;
    }

    /// What is to be carried out together; nothing: whoever took from it is done.
    List<Waiting<?>> take() {
        List<Waiting<?>> batch = new ArrayList<>();
        lock.lock();
        try {
            if (surroundings != null) {
                batch.add(new Waiting<>(new Waiting.Surround(surroundings)));
                surroundings = null;
            }
            while (batch.size() < MOST_COMMANDS_A_BATCH && !commands.isEmpty() && !endsBatch(batch)) {
                batch.add(commands.remove());
            }
            isTakenFrom = !batch.isEmpty();
        } finally {
            lock.unlock();
        }
        return batch;
    }

    /// Whether the next command must wait.
    private boolean endsBatch(List<Waiting<?>> batch) {
        Waiting<?> next = commands.peek();
        return !batch.isEmpty() && (batch.getLast().endsBatch() || (next != null && next.isAlone()));
    }
}
