package net.headscale.observe;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import net.headscale.journal.ApiKeys;
import net.headscale.journal.Appended;
import net.headscale.journal.Batch;
import net.headscale.journal.Created;
import net.headscale.journal.FormerKey;
import net.headscale.journal.IdKind;
import net.headscale.journal.Journal;
import net.headscale.journal.OAuthClients;
import net.headscale.journal.PendingLogins;
import net.headscale.journal.PolicyVersions;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.Revision;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;

/// A journal whose calls are timed.
///
/// @param measured does the work
/// @param metrics told how long it took
record MeasuredJournal(Journal measured, JournalMetrics metrics) implements Journal {
    @Override
    public List<Tailnet> loadAll() {
        return metrics.timed("load", measured::loadAll);
    }

    @Override
    public Optional<Tailnet> load(TailnetId id) {
        return metrics.timed("load", () -> measured.load(id));
    }

    @Override
    public Created create(Tailnet tailnet) {
        return metrics.timed("create", () -> measured.create(tailnet));
    }

    @Override
    public Appended append(List<Batch> batches) {
        return metrics.timed("append", () -> measured.append(batches));
    }

    @Override
    public Appended drop(TailnetId id, Revision expected) {
        return metrics.timed("drop", () -> measured.drop(id, expected));
    }

    @Override
    public void writeBehind(TailnetId id, Collection<Node> nodes) {
        measured.writeBehind(id, nodes);
    }

    @Override
    public long leaseIds(IdKind kind, int count) {
        return metrics.timed("lease", () -> measured.leaseIds(kind, count));
    }

    @Override
    public List<FormerKey> formerKeys() {
        return measured.formerKeys();
    }

    @Override
    public void probe() {
        measured.probe();
    }

    @Override
    public ApiKeys apiKeys() {
        return measured.apiKeys();
    }

    @Override
    public OAuthClients oauthClients() {
        return measured.oauthClients();
    }

    @Override
    public PolicyVersions policies() {
        return measured.policies();
    }

    @Override
    public PendingLogins pendingLogins() {
        return measured.pendingLogins();
    }

    @Override
    public void close() {
        measured.close();
    }
}
