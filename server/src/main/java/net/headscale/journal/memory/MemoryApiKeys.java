package net.headscale.journal.memory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import net.headscale.journal.ApiKey;
import net.headscale.journal.ApiKeys;
import net.headscale.journal.JournalClash;
import net.headscale.tailnet.TailnetId;

/// API keys in memory. Thread-safe.
final class MemoryApiKeys implements ApiKeys {
    /// Guards `keys`; no other lock is taken under it.
    private final ReentrantLock lock = new ReentrantLock();

    private final TreeMap<Long, ApiKey> keys = new TreeMap<>();
    private final MemoryJournal journal;

    MemoryApiKeys(MemoryJournal journal) {
        this.journal = journal;
    }

    @Override
    public List<ApiKey> all() {
        journal.checkOpen();
        lock.lock();
        try {
            return List.copyOf(keys.values());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<ApiKey> withPrefix(String prefix) {
        return all().stream()
                .filter(key -> key.secret().prefix().equals(prefix))
                .findFirst();
    }

    @Override
    public void add(ApiKey key) {
        journal.checkOpen();
        if (key.scope() instanceof ApiKey.Scope.OneTailnet(TailnetId tailnet)
                && journal.load(tailnet).isEmpty()) {
            throw new JournalClash("there is no tailnet " + tailnet, null);
        }
        lock.lock();
        try {
            boolean isTaken = keys.values().stream()
                    .anyMatch(other -> other.id() == key.id()
                            || other.secret().prefix().equals(key.secret().prefix()));
            if (isTaken) {
                throw new JournalClash(
                        "another API key has the id " + key.id() + " or the prefix "
                                + key.secret().prefix(),
                        null);
            }
            keys.put(key.id(), key);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void used(long id, ApiKey.Secret secret, Instant at) {
        edit(id, key -> key.withSecret(secret).withLastUse(at));
    }

    @Override
    public void expire(long id, Instant at) {
        edit(id, key -> key.withExpiry(at));
    }

    private void edit(long id, UnaryOperator<ApiKey> change) {
        journal.checkOpen();
        lock.lock();
        try {
            keys.computeIfPresent(id, (_, key) -> change.apply(key));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void remove(long id) {
        journal.checkOpen();
        lock.lock();
        try {
            keys.remove(id);
        } finally {
            lock.unlock();
        }
    }

    void removeOf(TailnetId tailnet) {
        lock.lock();
        try {
            keys.values().removeIf(key -> key.scope().equals(new ApiKey.Scope.OneTailnet(tailnet)));
        } finally {
            lock.unlock();
        }
    }
}
