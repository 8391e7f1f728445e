package net.headscale.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeName;
import net.headscale.tailnet.PolicyText;
import net.headscale.tailnet.Revision;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every journal promises.
public abstract class JournalContract {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456789Z");

    /// The journal under test, empty at first.
    protected Journal journal;

    /// An empty journal.
    protected abstract Journal emptyJournal() throws Exception;

    @BeforeEach
    void openJournal() throws Exception {
        journal = emptyJournal();
    }

    @AfterEach
    void closeJournal() {
        journal.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void what_was_appended_is_what_is_loaded(long seed) {
        RandomHistory history = new RandomHistory(new Random(seed));
        List<Tailnet> tailnets = new ArrayList<>();
        for (String name : List.of("default", "other\0\\\ud800", "third")) {
            Tailnet tailnet = history.tailnet(name);
            assertThat(journal.create(tailnet)).isEqualTo(new Created.Stored());
            tailnets.add(tailnet);
        }

        for (int round = 0; round < 30; round++) {
            List<Batch> batches = new ArrayList<>();
            for (int i = round % 3; i < 3; i++) {
                Batch batch = Batch.of(tailnets.get(i), history.changes(tailnets.get(i)));
                batches.add(batch);
                tailnets.set(i, batch.after());
            }
            assertThat(journal.append(batches)).isEqualTo(new Appended.Stored());
        }

        assertSame(journal.loadAll(), tailnets);
        for (Tailnet tailnet : tailnets) {
            assertSame(journal.load(tailnet.id()).stream().toList(), List.of(tailnet));
        }
    }

    @Test
    void random_histories_hold_every_kind_of_durable_change() {
        Set<Class<?>> kinds = new HashSet<>();
        RandomHistory history = new RandomHistory(new Random(1));
        Tailnet tailnet = history.tailnet("default");
        for (int i = 0; i < 100; i++) {
            List<Change.Durable> changes = history.changes(tailnet);
            tailnet = tailnet.after(changes);
            changes.forEach(change -> kinds.add(change.getClass()));
        }

        assertThat(kinds).containsExactlyInAnyOrder(Change.Durable.class.getPermittedSubclasses());
    }

    @Test
    void every_policy_is_kept_with_its_author_until_the_tailnet_goes() {
        RandomHistory history = new RandomHistory(new Random(6));
        Tailnet before = created(history, "default");
        List<PolicyVersion> expected = new ArrayList<>(journal.policies().newest(before.id(), 9));
        Tailnet now = before;
        for (String text : List.of("{}", "{\"acls\": []}", "{}")) {
            PolicyText policy = new PolicyText(text, NOW, "ana\0");
            Batch batch = Batch.of(now, List.of(new Change.PolicySet(policy)));
            journal.append(List.of(batch));
            now = batch.after();
            expected.addFirst(PolicyVersion.of(now.revision(), policy));
        }

        assertThat(journal.policies().newest(now.id(), 9)).isEqualTo(expected);
        assertThat(journal.policies().newest(now.id(), 2)).isEqualTo(expected.subList(0, 2));
        assertThat(journal.policies().find(now.id(), now.revision())).contains(now.policy());
        assertThat(journal.policies().find(now.id(), now.revision().next())).isEmpty();
        journal.drop(now.id(), now.revision());
        assertThat(journal.policies().newest(now.id(), 9)).isEmpty();
    }

    @Test
    void a_name_is_given_once() {
        RandomHistory history = new RandomHistory(new Random(1));
        journal.create(history.tailnet("default"));

        assertThat(journal.create(history.tailnet("default"))).isEqualTo(new Created.NameTaken("default"));
        assertThat(journal.loadAll()).hasSize(1);
    }

    @Test
    void an_append_to_a_past_revision_stores_nothing_and_says_what_is_there() {
        RandomHistory history = new RandomHistory(new Random(2));
        Tailnet first = created(history, "first");
        Tailnet second = created(history, "second");
        Batch winner = Batch.of(second, history.changes(second));
        journal.append(List.of(winner));

        Appended late = journal.append(
                List.of(Batch.of(first, history.changes(first)), Batch.of(second, history.changes(second))));

        assertThat(late)
                .isInstanceOfSatisfying(
                        Appended.Overtaken.class, overtaken -> assertSame(overtaken.fresh(), List.of(winner.after())));
        assertSame(journal.loadAll(), List.of(first, winner.after()));
    }

    @Test
    void an_append_to_a_tailnet_that_is_gone_is_overtaken_by_nothing() {
        RandomHistory history = new RandomHistory(new Random(3));
        Tailnet tailnet = created(history, "default");
        journal.drop(tailnet.id(), tailnet.revision());

        assertThat(journal.append(List.of(Batch.of(tailnet, history.changes(tailnet)))))
                .isEqualTo(new Appended.Overtaken(List.of()));
    }

    @Test
    void two_batches_of_one_tailnet_are_refused() {
        RandomHistory history = new RandomHistory(new Random(3));
        Tailnet tailnet = created(history, "default");
        Batch batch = Batch.of(tailnet, history.changes(tailnet));

        assertThatThrownBy(() -> journal.append(List.of(batch, batch))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_node_moves_from_one_tailnet_to_another_in_one_append() {
        RandomHistory history = new RandomHistory(new Random(4));
        Tailnet from = created(history, "from");
        Tailnet to = created(history, "to");
        Node node = history.node(from);
        Tailnet holder = appended(from, new Change.NodeJoined(node));

        Batch leave = Batch.of(holder, List.of(new Change.NodeRemoved(node.id())));
        Batch arrive = Batch.of(to, List.of(new Change.NodeJoined(node)));
        assertThat(journal.append(List.of(arrive, leave))).isEqualTo(new Appended.Stored());

        assertSame(journal.loadAll(), List.of(leave.after(), arrive.after()));
    }

    @Test
    void two_nodes_swap_labels_and_addresses_in_one_append() {
        RandomHistory history = new RandomHistory(new Random(5));
        Tailnet empty = created(history, "default");
        Node a = history.node(empty);
        Node b = history.node(empty);
        Tailnet both = appended(empty, new Change.NodeJoined(a), new Change.NodeJoined(b));

        Tailnet swapped = appended(
                both,
                new Change.NodeRenamed(a.id(), new NodeName("", "interim", true)),
                new Change.NodeRenamed(b.id(), a.name()),
                new Change.NodeRenamed(a.id(), b.name()),
                new Change.AddressesSet(a.id(), b.addresses()),
                new Change.AddressesSet(b.id(), a.addresses()));

        assertSame(journal.loadAll(), List.of(swapped));
    }

    @Test
    void two_tailnets_swap_names_in_one_append() {
        RandomHistory history = new RandomHistory(new Random(5));
        Tailnet a = created(history, "a");
        Tailnet b = created(history, "b");

        Batch first = Batch.of(a, List.of(new Change.TailnetRenamed("b")));
        Batch second = Batch.of(b, List.of(new Change.TailnetRenamed("a")));

        assertThat(journal.append(List.of(first, second))).isEqualTo(new Appended.Stored());
        assertSame(journal.loadAll(), List.of(first.after(), second.after()));
    }

    @Test
    void what_only_one_can_have_is_refused_to_a_second() {
        RandomHistory history = new RandomHistory(new Random(6));
        Tailnet one = created(history, "one");
        Tailnet two = created(history, "two");
        Node node = history.node(one);
        one = appended(one, new Change.NodeJoined(node));
        Node other = history.node(two);
        User user = User.local(new UserId(9_001), "ana", NOW);
        two = appended(two, new Change.UserSet(user), new Change.NodeJoined(other));

        assertClash(two, new Change.TailnetRenamed("one"));
        assertClash(two, new Change.NodeJoined(history.node(two).withKeys(node.keys())));
        assertClash(two, new Change.NodeJoined(history.node(two).withAddresses(node.addresses())));
        assertClash(two, new Change.NodeJoined(history.node(two).withName(other.name())));
        assertClash(two, new Change.UserSet(User.local(new UserId(9_002), "ana", NOW)));
        assertClash(one, new Change.UserSet(user));

        assertSame(journal.loadAll(), List.of(one, two));
    }

    @Test
    void a_clash_spoils_nobody_elses_append() throws Exception {
        RandomHistory history = new RandomHistory(new Random(7));
        Tailnet holder = created(history, "holder");
        Node node = history.node(holder);
        appended(holder, new Change.NodeJoined(node));
        List<Tailnet> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            others.add(created(history, "other" + i));
        }

        List<Callable<Object>> appends = new ArrayList<>();
        for (Tailnet other : others) {
            boolean isBad = appends.size() % 4 == 0;
            Node joining = isBad ? history.node(other).withAddresses(node.addresses()) : history.node(other);
            Batch batch = Batch.of(other, List.of(new Change.NodeJoined(joining)));
            appends.add(() -> isBad ? clash(batch) : journal.append(List.of(batch)));
        }
        List<Object> outcomes = atOnce(appends);

        assertThat(outcomes).filteredOn(JournalClash.class::isInstance).hasSize(5);
        assertThat(outcomes).filteredOn(new Appended.Stored()::equals).hasSize(15);
        assertThat(journal.loadAll())
                .filteredOn(tailnet -> tailnet.nodes().isEmpty())
                .hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void of_fifty_writers_that_append_at_once_each_gets_its_revisions() throws Exception {
        RandomHistory history = new RandomHistory(new Random(8));
        List<Callable<Object>> writers = new ArrayList<>();
        Map<TailnetId, Tailnet> expected = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            Tailnet tailnet = created(history, "t" + i);
            List<Batch> batches = new ArrayList<>();
            Tailnet now = tailnet;
            for (int j = 0; j < 10; j++) {
                batches.add(Batch.of(now, List.of(new Change.NodeJoined(history.node(now)))));
                now = batches.getLast().after();
            }
            expected.put(tailnet.id(), now);
            writers.add(() -> batches.stream()
                    .map(batch -> journal.append(List.of(batch)))
                    .distinct()
                    .toList());
        }

        List<Object> outcomes = atOnce(writers);

        assertThat(outcomes).containsOnly(List.of(new Appended.Stored()));
        assertSame(
                journal.loadAll(),
                journal.loadAll().stream().map(t -> expected.get(t.id())).toList());
    }

    @Test
    void of_writers_of_one_revision_one_wins_and_the_others_are_told_who() throws Exception {
        RandomHistory history = new RandomHistory(new Random(9));
        Tailnet tailnet = created(history, "default");
        List<Callable<Object>> writers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Batch batch = Batch.of(tailnet, List.of(new Change.NodeJoined(history.node(tailnet))));
            writers.add(() -> journal.append(List.of(batch)));
        }

        List<Object> outcomes = atOnce(writers);

        assertThat(outcomes).filteredOn(new Appended.Stored()::equals).hasSize(1);
        assertThat(outcomes)
                .filteredOn(Appended.Overtaken.class::isInstance)
                .hasSize(19)
                .allSatisfy(outcome -> assertSame(((Appended.Overtaken) outcome).fresh(), journal.loadAll()));
        assertThat(journal.loadAll().getFirst().revision())
                .isEqualTo(tailnet.revision().next());
    }

    @Test
    void the_last_volatile_parts_of_a_node_are_the_ones_that_are_loaded() {
        RandomHistory history = new RandomHistory(new Random(10));
        Tailnet empty = created(history, "default");
        Node node = history.node(empty);
        Node gone = history.node(empty);
        Tailnet tailnet = appended(empty, new Change.NodeJoined(node));

        Node last = history.elsewhere(node);
        journal.writeBehind(tailnet.id(), List.of(history.elsewhere(node), gone));
        journal.writeBehind(tailnet.id(), List.of(last));

        assertThat(journal.load(tailnet.id()).orElseThrow().nodes().values()).containsExactly(last);
    }

    @Test
    void only_volatile_parts_are_written_behind() {
        RandomHistory history = new RandomHistory(new Random(11));
        Tailnet empty = created(history, "default");
        Node node = history.node(empty);
        Tailnet tailnet = appended(empty, new Change.NodeJoined(node));

        journal.writeBehind(tailnet.id(), List.of(node.withName(new NodeName("x", "x", true))));

        assertSame(journal.loadAll(), List.of(tailnet));
    }

    @Test
    void an_append_stores_newer_volatile_parts_than_those_that_still_wait() {
        RandomHistory history = new RandomHistory(new Random(12));
        Tailnet empty = created(history, "default");
        Node node = history.node(empty);
        Tailnet tailnet = appended(empty, new Change.NodeJoined(node));

        journal.writeBehind(tailnet.id(), List.of(history.elsewhere(node)));
        Tailnet after = appended(tailnet, new Change.NodeLoggedIn(history.elsewhere(node)));

        assertSame(journal.loadAll(), List.of(after));
    }

    @Test
    void ids_are_leased_once_and_count_by_kind() throws Exception {
        assertThat(journal.leaseIds(IdKind.NODE, 10)).isEqualTo(1);
        assertThat(journal.leaseIds(IdKind.NODE, 1)).isEqualTo(11);
        assertThat(journal.leaseIds(IdKind.USER, 5)).isEqualTo(1);

        List<Object> firsts = atOnce(java.util.Collections.nCopies(50, () -> journal.leaseIds(IdKind.NODE, 3)));

        assertThat(firsts).doesNotHaveDuplicates().contains(12L, 12L + 49 * 3);
        assertThatThrownBy(() -> journal.leaseIds(IdKind.NODE, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ids_that_a_new_tailnet_brought_along_are_not_leased() {
        Tailnet tailnet = Tailnet.empty(new TailnetId(7), "imported")
                .after(new Change.UserSet(User.local(new UserId(40), "ana", NOW)));
        journal.create(tailnet);

        assertThat(journal.leaseIds(IdKind.TAILNET, 1)).isEqualTo(8);
        assertThat(journal.leaseIds(IdKind.USER, 1)).isEqualTo(41);
        assertThat(journal.leaseIds(IdKind.NODE, 1)).isEqualTo(1);
    }

    @Test
    void a_dropped_tailnet_takes_everything_with_it_and_nothing_of_others() {
        RandomHistory history = new RandomHistory(new Random(13));
        Tailnet gone = appended(created(history, "gone"), new Change.NodeJoined(history.node(created(history, "x"))));
        Tailnet kept = appended(created(history, "kept"), new Change.NodeJoined(history.node(gone)));
        journal.apiKeys().add(apiKey(1, new ApiKey.Scope.OneTailnet(gone.id())));
        journal.apiKeys().add(apiKey(2, new ApiKey.Scope.OneTailnet(kept.id())));
        journal.oauthClients().add(oauthClient("gone", new ApiKey.Scope.OneTailnet(gone.id())));
        journal.oauthClients().add(oauthClient("kept", new ApiKey.Scope.OneTailnet(kept.id())));

        assertThat(journal.drop(
                        gone.id(), Revision.ZERO.next().next().next().next().next()))
                .isInstanceOf(Appended.Overtaken.class);
        assertThat(journal.drop(gone.id(), gone.revision())).isEqualTo(new Appended.Stored());

        assertThat(journal.load(gone.id())).isEmpty();
        assertSame(journal.load(kept.id()).stream().toList(), List.of(kept));
        assertThat(journal.apiKeys().all()).extracting(ApiKey::id).containsExactly(2L);
        assertThat(journal.oauthClients().all()).extracting(OAuthClient::id).containsExactly("kept");
        assertThat(journal.create(gone)).isEqualTo(new Created.Stored());
    }

    @Test
    void api_keys_are_found_by_their_prefix_and_keep_their_use_and_end() {
        ApiKey key = apiKey(1, new ApiKey.Scope.WholeServer());
        ApiKey.Secret rehashed = new ApiKey.Secret("prefix1", "sha256:11");
        journal.apiKeys().add(key);
        journal.apiKeys().used(1, rehashed, NOW);
        journal.apiKeys().expire(1, NOW.plusSeconds(1));

        assertThat(journal.apiKeys().withPrefix("prefix1"))
                .contains(key.withSecret(rehashed).withLastUse(NOW).withExpiry(NOW.plusSeconds(1)));
        assertThat(journal.apiKeys().withPrefix("prefix2")).isEmpty();
        assertThatThrownBy(() -> journal.apiKeys().add(new ApiKey(2, key.secret(), key.scope(), NOW, NOW, NOW)))
                .isInstanceOf(JournalClash.class);
        assertThatThrownBy(() -> journal.apiKeys().add(apiKey(3, new ApiKey.Scope.OneTailnet(new TailnetId(99)))))
                .isInstanceOf(JournalClash.class);
    }

    @Test
    void an_api_key_that_was_removed_meanwhile_does_not_come_back_by_its_use_or_its_end() {
        ApiKey key = apiKey(1, new ApiKey.Scope.WholeServer());
        journal.apiKeys().add(key);
        journal.apiKeys().remove(1);

        journal.apiKeys().used(1, key.secret(), NOW);
        journal.apiKeys().expire(1, NOW);

        assertThat(journal.apiKeys().all()).isEmpty();
    }

    @Test
    void oauth_clients_are_found_by_id_and_listed_as_they_were_made() {
        OAuthClient older = oauthClient("zz", new ApiKey.Scope.WholeServer());
        OAuthClient newer = new OAuthClient(
                new ApiKey.Secret("aa", "hash"),
                older.scope(),
                new OAuthClient.Grant(List.of(), List.of()),
                "",
                NOW.plusNanos(1));
        journal.oauthClients().add(newer);
        journal.oauthClients().add(older);

        assertThat(journal.oauthClients().all()).containsExactly(older, newer);
        assertThat(journal.oauthClients().find("zz")).contains(older);
        assertThat(journal.oauthClients().find("\0")).isEmpty();
        assertThatThrownBy(() -> journal.oauthClients().add(older)).isInstanceOf(JournalClash.class);
        assertThatThrownBy(() ->
                        journal.oauthClients().add(oauthClient("x", new ApiKey.Scope.OneTailnet(new TailnetId(99)))))
                .isInstanceOf(JournalClash.class);

        var rehashed = new ApiKey.Secret("zz", "hashed anew");
        journal.oauthClients().rehashed(rehashed);
        assertThat(journal.oauthClients().all()).containsExactly(older.withSecret(rehashed), newer);

        journal.oauthClients().remove("zz");
        journal.oauthClients().rehashed(rehashed);
        assertThat(journal.oauthClients().all()).containsExactly(newer);
    }

    private static OAuthClient oauthClient(String id, ApiKey.Scope scope) {
        var grant = new OAuthClient.Grant(List.of("auth_keys", "users:read"), List.of("tag:a"));
        return new OAuthClient(new ApiKey.Secret(id, "hash"), scope, grant, "what \0 it is for", NOW);
    }

    @Test
    void a_machine_has_one_pending_login_its_newest() {
        PendingLogin older = login("a", 1, NOW);
        PendingLogin newer = login("b", 1, NOW.plusSeconds(1));
        PendingLogins logins = journal.pendingLogins();

        assertThat(logins.put(older, 1)).isEqualTo(new PendingLogins.Put.Waits(List.of()));
        assertThat(logins.put(newer, 1)).isEqualTo(new PendingLogins.Put.Waits(List.of("a")));

        assertThat(logins.newestOf(older.machine())).contains(newer);
        assertThat(logins.newestOf(new MachineKey(9, 9, 9, 9))).isEmpty();
        assertThat(logins.find("a")).isEmpty();
        assertThat(logins.all()).containsExactly(newer);
        logins.remove("b");
        assertThat(logins.find("b")).isEmpty();
    }

    @Test
    void a_pending_login_never_pushes_out_another_machines_before_it_has_run_out() {
        PendingLogin first = login("a", 1, NOW);
        PendingLogin second = login("b", 2, NOW.plusSeconds(1));
        PendingLogins logins = journal.pendingLogins();
        logins.put(first, 2);
        logins.put(second, 2);

        assertThat(logins.put(login("c", 3, NOW.plusSeconds(2)), 2)).isEqualTo(new PendingLogins.Put.Full());
        assertThat(logins.all()).containsExactly(first, second);

        PendingLogin late = login("d", 3, first.expiresAt());
        assertThat(logins.put(late, 2)).isInstanceOf(PendingLogins.Put.Waits.class);
        assertThat(logins.all()).containsExactly(second, late);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void a_node_key_that_came_out_of_use_is_kept_with_its_machine(long seed) {
        RandomHistory history = new RandomHistory(new Random(seed));
        Tailnet tailnet = created(history, "default");
        Map<NodeKey, MachineKey> former = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            Batch batch = Batch.of(tailnet, history.changes(tailnet));
            journal.append(List.of(batch));
            for (Node node : tailnet.nodes().values()) {
                if (batch.after().nodeWith(node.keys().node()).isEmpty()) {
                    former.putIfAbsent(node.keys().node(), node.keys().machine());
                }
            }
            tailnet = batch.after();
        }
        assertThat(former).isNotEmpty();
        assertThat(journal.formerKeys())
                .extracting(FormerKey::key, FormerKey::machine)
                .containsExactlyInAnyOrderElementsOf(former.entrySet().stream()
                        .map(entry -> tuple(entry.getKey(), entry.getValue()))
                        .toList());

        journal.drop(tailnet.id(), tailnet.revision());

        List<NodeKey> last = tailnet.nodes().values().stream()
                .map(node -> node.keys().node())
                .toList();
        assertThat(journal.formerKeys()).extracting(FormerKey::key).containsAll(last);
    }

    @Test
    void a_closed_journal_says_so() {
        journal.close();

        assertThatThrownBy(() -> journal.loadAll()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> journal.apiKeys().all()).isInstanceOf(IllegalStateException.class);
    }

    /// Equal but for what [Tailnet] keeps only to find its nodes.
    protected static void assertSame(List<Tailnet> found, List<Tailnet> expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            Tailnet tailnet = found.get(i);
            Tailnet other = expected.get(i);
            assertThat(tailnet.id()).isEqualTo(other.id());
            assertThat(tailnet.name()).isEqualTo(other.name());
            assertThat(tailnet.revision()).isEqualTo(other.revision());
            assertThat(tailnet.users()).isEqualTo(other.users());
            assertThat(tailnet.preauthKeys()).isEqualTo(other.preauthKeys());
            assertThat(tailnet.nodes()).isEqualTo(other.nodes());
            assertThat(tailnet.policy()).isEqualTo(other.policy());
        }
    }

    protected Tailnet created(RandomHistory history, String name) {
        Tailnet tailnet = Tailnet.empty(history.tailnet(name).id(), name);
        assertThat(journal.create(tailnet)).isEqualTo(new Created.Stored());
        return tailnet;
    }

    protected Tailnet appended(Tailnet before, Change.Durable... changes) {
        Batch batch = Batch.of(before, List.of(changes));
        assertThat(journal.append(List.of(batch))).isEqualTo(new Appended.Stored());
        return batch.after();
    }

    private void assertClash(Tailnet before, Change.Durable change) {
        Batch batch = Batch.of(before, List.of(change));
        assertThatThrownBy(() -> journal.append(List.of(batch))).isInstanceOf(JournalClash.class);
    }

    private Object clash(Batch batch) {
        try {
            return journal.append(List.of(batch));
        } catch (JournalClash clash) {
            return clash;
        }
    }

    private static List<Object> atOnce(List<? extends Callable<Object>> works) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Object> outcomes = new ArrayList<>();
            for (Future<Object> future : threads.invokeAll(works)) {
                outcomes.add(future.get());
            }
            return outcomes;
        }
    }

    private static ApiKey apiKey(long id, ApiKey.Scope scope) {
        return new ApiKey(id, new ApiKey.Secret("prefix" + id, "sha256:00"), scope, NOW, Instant.MAX, Instant.EPOCH);
    }

    private static PendingLogin login(String hash, long machine, Instant createdAt) {
        return new PendingLogin(
                hash,
                new MachineKey(1, 2, 3, machine),
                new NodeKey(5, 6, 7, 8),
                "{\"Hostname\": \"\\u0000\"}",
                createdAt,
                createdAt.plusSeconds(600));
    }
}
