package net.headscale.journal.memory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import net.headscale.journal.PolicyVersion;
import net.headscale.journal.PolicyVersions;
import net.headscale.tailnet.PolicyText;
import net.headscale.tailnet.Revision;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;

/// The versions of a journal in memory. Thread-safe: one lock around everything.
final class MemoryPolicyVersions implements PolicyVersions {
    private final MemoryJournal journal;

    /// Guards `versions`; taken after the journal's, and no other is taken under it.
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<TailnetId, NavigableMap<Long, PolicyText>> versions = new HashMap<>();

    MemoryPolicyVersions(MemoryJournal journal) {
        this.journal = journal;
    }

    /// Keeps the policy of a tailnet as the version that its revision made.
    void keep(Tailnet tailnet) {
        lock.lock();
        try {
            versions.computeIfAbsent(tailnet.id(), _ -> new TreeMap<>())
                    .put(tailnet.revision().value(), tailnet.policy());
        } finally {
            lock.unlock();
        }
    }

    void removeOf(TailnetId tailnet) {
        lock.lock();
        try {
            versions.remove(tailnet);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<PolicyVersion> newest(TailnetId tailnet, int most) {
        return of(tailnet).descendingMap().entrySet().stream()
                .limit(most)
                .map(version -> PolicyVersion.of(new Revision(version.getKey()), version.getValue()))
                .toList();
    }

    @Override
    public Optional<PolicyText> find(TailnetId tailnet, Revision revision) {
        return Optional.ofNullable(of(tailnet).get(revision.value()));
    }

    private NavigableMap<Long, PolicyText> of(TailnetId tailnet) {
        journal.checkOpen();
        lock.lock();
        try {
            return new TreeMap<>(versions.getOrDefault(tailnet, new TreeMap<>()));
        } finally {
            lock.unlock();
        }
    }
}
