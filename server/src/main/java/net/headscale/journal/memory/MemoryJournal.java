package net.headscale.journal.memory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import net.headscale.journal.ApiKeys;
import net.headscale.journal.Appended;
import net.headscale.journal.Batch;
import net.headscale.journal.Created;
import net.headscale.journal.FormerKey;
import net.headscale.journal.IdKind;
import net.headscale.journal.IdKinds;
import net.headscale.journal.Journal;
import net.headscale.journal.OAuthClients;
import net.headscale.journal.PendingLogins;
import net.headscale.journal.PolicyVersions;
import net.headscale.journal.Touched;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.Revision;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import net.headscale.wire.key.NodeKey;

/// A journal that keeps everything in memory and forgets it when it is closed; for tests and measurements.
///
/// Thread-safe: one lock around everything.
public final class MemoryJournal implements Journal {
    /// Guards `shelf` and `nextIds`; taken before the locks of API keys and policies.
    private final ReentrantLock lock = new ReentrantLock();

    private final LinkedHashMap<NodeKey, FormerKey> formerKeys = new LinkedHashMap<>();
    private final Map<IdKind, Long> nextIds = new EnumMap<>(IdKind.class);
    private final MemoryApiKeys apiKeys = new MemoryApiKeys(this);
    private final MemoryOAuthClients oauthClients = new MemoryOAuthClients(this);
    private final MemoryPendingLogins pendingLogins = new MemoryPendingLogins(this);
    private final MemoryPolicyVersions policies = new MemoryPolicyVersions(this);
    private Shelf shelf = Shelf.EMPTY;
    private volatile boolean isClosed;

    @Override
    public List<Tailnet> loadAll() {
        return locked(() -> List.copyOf(shelf.tailnets().values()));
    }

    @Override
    public Optional<Tailnet> load(TailnetId id) {
        return locked(() -> shelf.find(id));
    }

    @Override
    public Created create(Tailnet tailnet) {
        return locked(() -> {
            if (shelf.isNamed(tailnet.name())) {
                return new Created.NameTaken(tailnet.name());
            }
            shelf = shelf.plus(tailnet);
            if (!tailnet.policy().isNone()) {
                policies.keep(tailnet);
            }
            IdKinds.highest(tailnet).forEach((kind, id) -> nextIds.merge(kind, id + 1, Math::max));
            return new Created.Stored();
        });
    }

    @Override
    public Appended append(List<Batch> batches) {
        List<Batch> checked = Batch.ofDifferentTailnets(batches);
        return locked(() -> {
            List<Batch> overtaken = checked.stream()
                    .filter(batch -> !isAt(batch.tailnet(), batch.expected()))
                    .toList();
            if (!overtaken.isEmpty()) {
                return overtaken(overtaken.stream().map(Batch::tailnet).toList());
            }
            checked.forEach(batch -> retire(batch.after(), Touched.by(batch.changes())));
            shelf = shelf.after(checked);
            checked.stream()
                    .filter(batch -> Touched.by(batch.changes()).isPolicy())
                    .forEach(batch -> policies.keep(batch.after()));
            return new Appended.Stored();
        });
    }

    @Override
    public Appended drop(TailnetId id, Revision expected) {
        return locked(() -> {
            if (!isAt(id, expected)) {
                return overtaken(List.of(id));
            }
            Tailnet last = shelf.find(id).orElseThrow();
            retire(Tailnet.empty(id, last.name()), Touched.all(last));
            shelf = shelf.minus(id);
            apiKeys.removeOf(id);
            oauthClients.removeOf(id);
            policies.removeOf(id);
            return new Appended.Stored();
        });
    }

    @Override
    public void writeBehind(TailnetId id, Collection<Node> nodes) {
        locked(() -> {
            shelf.find(id).ifPresent(tailnet -> shelf = shelf.replaced(withVolatileParts(tailnet, nodes)));
            return true;
        });
    }

    @Override
    public void probe() {
        checkOpen();
    }

    @Override
    public long leaseIds(IdKind kind, int count) {
        IdKinds.checkCount(count);
        return locked(() -> {
            long first = nextIds.getOrDefault(kind, 1L);
            nextIds.put(kind, first + count);
            return first;
        });
    }

    private void retire(Tailnet after, Touched touched) {
        Tailnet before = shelf.find(after.id()).orElseThrow();
        for (FormerKey former : FormerKey.between(before, after, touched.nodes())) {
            formerKeys.putIfAbsent(former.key(), former);
        }
        while (formerKeys.size() > FormerKey.MOST) {
            formerKeys.pollFirstEntry();
        }
    }

    @Override
    public List<FormerKey> formerKeys() {
        return locked(() -> List.copyOf(formerKeys.values()));
    }

    @Override
    public ApiKeys apiKeys() {
        return apiKeys;
    }

    @Override
    public OAuthClients oauthClients() {
        return oauthClients;
    }

    @Override
    public PolicyVersions policies() {
        return policies;
    }

    @Override
    public PendingLogins pendingLogins() {
        return pendingLogins;
    }

    @Override
    public void close() {
        isClosed = true;
    }

    /// @throws IllegalStateException if it is closed
    void checkOpen() {
        if (isClosed) {
            throw new IllegalStateException("the journal is closed");
        }
    }

    private static Tailnet withVolatileParts(Tailnet tailnet, Collection<Node> nodes) {
        List<Change> changes = new ArrayList<>();
        for (Node node : nodes) {
            if (tailnet.nodes().contains(node.id())) {
                changes.add(new Change.HostChanged(node.id(), node.host()));
                changes.add(new Change.ReachChanged(
                        node.id(), node.reach(), node.keys().disco()));
                changes.add(new Change.PresenceChanged(node.id(), node.presence()));
            }
        }
        return tailnet.after(changes);
    }

    private boolean isAt(TailnetId id, Revision expected) {
        return shelf.find(id).filter(t -> t.revision().equals(expected)).isPresent();
    }

    private Appended overtaken(List<TailnetId> ids) {
        return new Appended.Overtaken(
                ids.stream().flatMap(id -> shelf.find(id).stream()).toList());
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            checkOpen();
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
