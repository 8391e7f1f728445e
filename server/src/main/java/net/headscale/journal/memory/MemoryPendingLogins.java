package net.headscale.journal.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import net.headscale.journal.PendingLogin;
import net.headscale.journal.PendingLogins;
import net.headscale.wire.key.MachineKey;

/// Pending logins in memory. Thread-safe.
final class MemoryPendingLogins implements PendingLogins {
    private static final Comparator<PendingLogin> OLDEST_FIRST =
            Comparator.comparing(PendingLogin::createdAt).thenComparing(PendingLogin::authIdHash);

    /// Guards `oldestFirst`; no other lock is taken under it.
    private final ReentrantLock lock = new ReentrantLock();

    private final List<PendingLogin> oldestFirst = new ArrayList<>();
    private final MemoryJournal journal;

    MemoryPendingLogins(MemoryJournal journal) {
        this.journal = journal;
    }

    @Override
    public List<PendingLogin> all() {
        journal.checkOpen();
        lock.lock();
        try {
            return List.copyOf(oldestFirst);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<PendingLogin> find(String authIdHash) {
        return all().stream()
                .filter(login -> login.authIdHash().equals(authIdHash))
                .findFirst();
    }

    @Override
    public Optional<PendingLogin> newestOf(MachineKey machine) {
        return all().reversed().stream()
                .filter(login -> login.machine().equals(machine))
                .findFirst();
    }

    @Override
    public Put put(PendingLogin login, int most) {
        journal.checkOpen();
        lock.lock();
        try {
            List<PendingLogin> replaced = all().stream()
                    .filter(other -> other.machine().equals(login.machine()))
                    .toList();
            oldestFirst.removeIf(other -> other.isExpired(login.createdAt()));
            if (replaced.isEmpty() && oldestFirst.size() >= most) {
                return new Put.Full();
            }
            oldestFirst.removeAll(replaced);
            oldestFirst.add(login);
            oldestFirst.sort(OLDEST_FIRST);
            return new Put.Waits(replaced.stream().map(PendingLogin::authIdHash).toList());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void remove(String authIdHash) {
        journal.checkOpen();
        lock.lock();
        try {
            oldestFirst.removeIf(login -> login.authIdHash().equals(authIdHash));
        } finally {
            lock.unlock();
        }
    }
}
