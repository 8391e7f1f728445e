package net.headscale.journal.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
import net.headscale.journal.sql.column.Statements;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.Revision;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;

/// A journal in an SQL database.
///
/// Thread-safe. Rows are the truth: what a batch touched is replaced whole, by what the tailnet holds
/// afterwards.
public final class SqlJournal implements Journal {
    private final Inbox inbox;
    private final Committer committer;
    private final String whileUnchanged;
    private final ApiKeys apiKeys;
    private final OAuthClients oauthClients;
    private final PendingLogins pendingLogins;
    private final PolicyVersions policies;

    private SqlJournal(Inbox inbox, Committer committer, String whileUnchanged) {
        this.inbox = inbox;
        this.committer = committer;
        this.whileUnchanged = whileUnchanged;
        this.apiKeys = new ApiKeyRows(committer);
        this.oauthClients = new OAuthClientRows(committer);
        this.pendingLogins = new PendingLoginRows(committer);
        this.policies = new PolicyRows(committer);
    }

    /// @param database closed with the journal
    public static SqlJournal open(Database database) {
        Inbox inbox = new Inbox();
        return new SqlJournal(inbox, Committer.start(database, inbox), database.whileUnchanged());
    }

    @Override
    public List<Tailnet> loadAll() {
        inbox.hurry();
        return committer.run(sql -> loaded(sql, TailnetRows.ids(sql)));
    }

    @Override
    public Optional<Tailnet> load(TailnetId id) {
        inbox.hurry();
        return committer.run(sql -> TailnetRows.load(sql, id, whileUnchanged));
    }

    @Override
    public Created create(Tailnet tailnet) {
        return committer.run(sql -> {
            if (TailnetRows.isNamed(sql, tailnet.name())) {
                return new Created.NameTaken(tailnet.name());
            }
            TailnetRows.create(sql, tailnet);
            IdLeases.pass(sql, IdKinds.highest(tailnet));
            return new Created.Stored();
        });
    }

    @Override
    public Appended append(List<Batch> batches) {
        return appended(committer.run(Append.of(batches, inbox)));
    }

    @Override
    public Appended drop(TailnetId id, Revision expected) {
        return appended(committer.run(sql -> TailnetRows.delete(sql, id, expected) ? List.of() : List.of(id)));
    }

    @Override
    public void writeBehind(TailnetId id, Collection<Node> nodes) {
        inbox.putBehind(id, nodes);
    }

    @Override
    public long leaseIds(IdKind kind, int count) {
        IdKinds.checkCount(count);
        return committer.run(sql -> IdLeases.lease(sql, kind, count));
    }

    @Override
    public List<FormerKey> formerKeys() {
        return committer.run(FormerKeyRows::load);
    }

    @Override
    public void probe() {
        committer.run(IdLeases::probe);
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
        committer.close();
    }

    /// @param late the tailnets that were not where they were expected
    private Appended appended(List<TailnetId> late) {
        if (late.isEmpty()) {
            return new Appended.Stored();
        }
        inbox.hurry();
        return new Appended.Overtaken(committer.run(sql -> loaded(sql, late)));
    }

    private List<Tailnet> loaded(Statements sql, List<TailnetId> ids) throws SQLException {
        List<Tailnet> tailnets = new ArrayList<>(ids.size());
        for (TailnetId id : ids) {
            TailnetRows.load(sql, id, whileUnchanged).ifPresent(tailnets::add);
        }
        return tailnets;
    }
}
