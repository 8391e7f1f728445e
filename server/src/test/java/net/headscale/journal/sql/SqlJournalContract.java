package net.headscale.journal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.headscale.journal.ApiKey;
import net.headscale.journal.Batch;
import net.headscale.journal.IdKind;
import net.headscale.journal.Journal;
import net.headscale.journal.JournalContract;
import net.headscale.journal.PendingLogin;
import net.headscale.journal.RandomHistory;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.Tailnet;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;
import org.junit.jupiter.api.Test;

/// What every journal promises that outlives its process.
public abstract class SqlJournalContract extends JournalContract {
    /// The journal that was last made, opened again.
    protected abstract Journal sameJournal() throws Exception;

    @Test
    void a_reopened_journal_holds_what_the_closed_one_held() throws Exception {
        RandomHistory history = new RandomHistory(new Random(1));
        List<Tailnet> tailnets = new ArrayList<>(List.of(created(history, "a"), created(history, "b")));
        for (int i = 0; i < 20; i++) {
            Tailnet before = tailnets.get(i % 2);
            Batch batch = Batch.of(before, history.changes(before));
            journal.append(List.of(batch));
            tailnets.set(i % 2, batch.after());
        }

        reopen();

        assertSame(journal.loadAll(), tailnets);
    }

    @Test
    void what_was_written_behind_survives_the_end() throws Exception {
        RandomHistory history = new RandomHistory(new Random(2));
        Tailnet empty = created(history, "default");
        List<Change.Durable> joins = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            joins.add(new Change.NodeJoined(history.node(empty)));
        }
        Tailnet tailnet = appended(empty, joins.toArray(Change.Durable[]::new));

        List<Node> last =
                tailnet.nodes().values().stream().map(history::elsewhere).toList();
        journal.writeBehind(tailnet.id(), last);
        reopen();

        assertThat(journal.loadAll().getFirst().nodes().values()).containsExactlyElementsOf(last);
    }

    @Test
    void ids_are_not_leased_again_after_the_end() throws Exception {
        journal.leaseIds(IdKind.NODE, 100);

        reopen();

        assertThat(journal.leaseIds(IdKind.NODE, 1)).isEqualTo(101);
    }

    @Test
    void api_keys_and_pending_logins_survive_the_end() throws Exception {
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        ApiKey key = new ApiKey(
                1, new ApiKey.Secret("p", "h"), new ApiKey.Scope.WholeServer(), now, Instant.MAX, Instant.EPOCH);
        PendingLogin login = new PendingLogin(
                "h", new MachineKey(1, 2, 3, 4), new NodeKey(1, 2, 3, 4), "{\"a\": \"\\\\\"}", now, now.plusSeconds(1));
        journal.apiKeys().add(key);
        journal.pendingLogins().put(login, 1);

        reopen();

        assertThat(journal.apiKeys().all()).containsExactly(key);
        assertThat(journal.pendingLogins().all()).containsExactly(login);
    }

    @Test
    void every_version_of_a_policy_is_kept() throws Exception {
        RandomHistory history = new RandomHistory(new Random(3));
        Tailnet tailnet = created(history, "default");
        for (String text : List.of("{}", "// second\n{}")) {
            tailnet =
                    appended(tailnet, new Change.PolicySet(new net.headscale.tailnet.PolicyText(text, Instant.EPOCH)));
        }

        assertThat(policies()).containsExactly("{}", "// second\n{}");
    }

    /// The texts of all policies, oldest first, as an operator's query finds them.
    protected abstract List<String> policies() throws Exception;

    private void reopen() throws Exception {
        journal.close();
        journal = sameJournal();
    }
}
