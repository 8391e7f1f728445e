package net.headscale.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.headscale.credential.KeyText;
import net.headscale.journal.ApiKey;
import net.headscale.journal.Journal;
import net.headscale.journal.OAuthClient;
import net.headscale.journal.postgres.PostgresServer;
import net.headscale.journal.postgres.TestPostgres;
import net.headscale.journal.sqlite.SqliteJournal;
import net.headscale.tailnet.Lifetime;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.PreauthKey;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.User;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Databases in the shape that versions of headscale leave them; a real one is taken over by the suite with real
/// clients.
class TakeoverTest {
    @TempDir
    private Path folder;

    @Test
    void a_database_of_0_28_is_taken_over_with_everything_in_it() throws Exception {
        checkAll(Takeover.read(sqlite(FormerDatabase.OF_0_28), "default", Optional.empty()));
    }

    @Test
    void postgres_says_the_same() throws Exception {
        try (TestPostgres postgres = TestPostgres.start()) {
            PostgresServer server = postgres.emptyDatabase();
            FormerDatabase.fill(server, FormerDatabase.OF_0_28);

            checkAll(Takeover.read(new Takeover.From.Postgres(server), "default", Optional.empty()));
        }
    }

    private static void checkAll(Takeover takeover) {
        assertThat(takeover.findings().problems()).isEmpty();
        assertThat(takeover.tailnet().users().values()).extracting(User::name).containsExactly("ana", "ben");
        User ben = takeover.tailnet().userNamed("ben").orElseThrow();
        assertThat(ben.identity()).isEqualTo(new User.Identity("oidc", "https://id.example.com/42"));
        assertThat(takeover.tailnet().userNamed("ana").orElseThrow().createdAt())
                .isEqualTo(Instant.parse("2026-01-02T03:04:05.123456Z"));
        checkLaptop(takeover.tailnet().nodes().find(new NodeId(11)).orElseThrow());
        Node server = takeover.tailnet().nodes().find(new NodeId(12)).orElseThrow();
        assertThat(server.owner().tags()).extracting(Object::toString).containsExactly("tag:web");
        assertThat(server.lifetime().keyExpiry()).isEqualTo(Lifetime.NEVER);
        assertThat(takeover.tailnet().preauthKeys().values())
                .extracting(
                        key -> key.secret().prefix(),
                        PreauthKey::isUsed,
                        key -> key.terms().isEphemeral())
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("a-b_c-d-e-f-", false, true),
                        org.assertj.core.groups.Tuple.tuple("abcdefabcdef", true, false));
        assertThat(takeover.apiKeys())
                .singleElement()
                .satisfies(key -> assertThat(key.secret().hash()).isEqualTo(FormerDatabase.BCRYPT));
        assertThat(takeover.tailnet().policy().text()).startsWith("{\"tagOwners\"");
    }

    private static void checkLaptop(Node laptop) {
        assertThat(laptop.name().label()).isEqualTo("chosen");
        assertThat(laptop.name().hostname()).isEqualTo("Laptop");
        assertThat(laptop.name().isChosen()).isTrue();
        assertThat(laptop.addresses()).extracting(Object::toString).containsExactly("100.64.0.7", "fd7a:115c:a1e0::7");
        assertThat(laptop.approvedRoutes()).extracting(Object::toString).containsExactly("10.0.0.0/8");
        assertThat(laptop.advertisedRoutes()).hasSize(1);
        assertThat(laptop.reach().homeDerp()).isEqualTo(900);
        assertThat(laptop.presence()).isEqualTo(new Presence.Offline(Instant.parse("2026-05-06T07:08:09Z")));
        assertThat(laptop.lifetime().isEphemeral()).isTrue();
        assertThat(laptop.lifetime().keyExpiry()).isEqualTo(Instant.parse("2031-01-01T00:00:00Z"));
    }

    @Test
    void a_database_of_0_23_is_taken_over_with_its_routes_tags_and_plain_keys() throws Exception {
        Takeover takeover = Takeover.read(sqlite(FormerDatabase.OF_0_23), "default", Optional.empty());

        assertThat(takeover.findings().problems()).isEmpty();
        Node router = takeover.tailnet().nodes().values().iterator().next();
        assertThat(router.approvedRoutes()).extracting(Object::toString).containsExactly("10.1.0.0/16");
        assertThat(router.owner().tags()).extracting(Object::toString).containsExactly("tag:forced", "tag:key");
        KeyText shown =
                KeyText.parse(KeyText.Kind.AUTH, FormerDatabase.PLAIN_KEY).orElseThrow();
        PreauthKey key = takeover.tailnet().preauthKeyWithPrefix(shown.prefix()).orElseThrow();
        assertThat(shown.fits(key.secret().hash())).isTrue();
        assertThat(takeover.findings().notes())
                .anySatisfy(note -> assertThat(note).contains("no policy"));
    }

    @Test
    void nodes_of_0_27_have_the_tags_that_were_forced_that_their_key_gave_and_that_their_user_could_give()
            throws Exception {
        Takeover takeover = Takeover.read(sqlite(FormerDatabase.OF_0_27), "default", Optional.empty());

        assertThat(takeover.findings().problems()).isEmpty();
        assertThat(takeover.tailnet().nodes().values())
                .extracting(node -> node.name().label() + " " + node.owner().tags())
                .containsExactly(
                        "asks [tag:of-group, tag:web]",
                        "may-not []",
                        "both [tag:forced, tag:web]",
                        "by-key [tag:key]",
                        "plain []");
        assertThat(takeover.findings().notes())
                .singleElement()
                .asString()
                .startsWith("node 2 asks for tag:web, which the policy does not let its user give");
    }

    @Test
    void without_a_policy_nobody_can_give_tags_and_another_policy_than_the_origins_decides_who_can() throws Exception {
        Takeover.From from = sqlite(FormerDatabase.OF_0_27 + "DELETE FROM policies;");

        Takeover none = Takeover.read(from, "default", Optional.empty());
        Takeover another = Takeover.read(from, "default", Optional.of("{\"tagOwners\": {\"tag:web\": [\"ben@\"]}}"));

        assertThat(tagged(none)).containsExactly("both", "by-key");
        assertThat(tagged(another)).containsExactly("may-not", "both", "by-key");
    }

    @Test
    void what_a_node_of_0_28_asks_for_was_decided_there() throws Exception {
        String asks = "UPDATE nodes SET tags = NULL, host_info = '{\"RequestTags\": [\"tag:web\"]}' WHERE id = 11;\n"
                + "UPDATE policies SET data = '{\"tagOwners\": {\"tag:web\": [\"ben@\"]}}';";

        Takeover takeover = Takeover.read(sqlite(FormerDatabase.OF_0_28 + asks), "default", Optional.empty());

        assertThat(takeover.findings().problems()).isEmpty();
        assertThat(tagged(takeover)).containsExactly("server");
    }

    private static List<String> tagged(Takeover takeover) {
        return takeover.tailnet().nodes().values().stream()
                .filter(node -> node.owner().isTagged())
                .map(node -> node.name().label())
                .toList();
    }

    @Test
    void oauth_clients_of_0_30_come_along_unless_they_are_revoked() throws Exception {
        String clients = """
                CREATE TABLE oauth_clients (id INTEGER PRIMARY KEY, client_id TEXT, secret_hash BYTES, scopes TEXT, tags TEXT,
                    description TEXT, user_id INTEGER, created_at TIMESTAMP, revoked TIMESTAMP);
                INSERT INTO oauth_clients (client_id, secret_hash, scopes, tags, description, created_at, revoked) VALUES
                    ('0123456789ab', HASH, '["auth_keys"]', '["tag:web"]', 'operator', '2026-05-06 07:08:09+00:00', NULL),
                    ('ba9876543210', HASH, '["all"]', '[]', '', NULL, '2026-05-06 07:08:09+00:00');
                """;
        Takeover takeover = Takeover.read(sqlite(FormerDatabase.OF_0_28 + clients), "default", Optional.empty());

        assertThat(takeover.findings().problems()).isEmpty();
        assertThat(takeover.oauthClients())
                .containsExactly(new OAuthClient(
                        new ApiKey.Secret("0123456789ab", FormerDatabase.BCRYPT),
                        new ApiKey.Scope.OneTailnet(takeover.tailnet().id()),
                        new OAuthClient.Grant(List.of("auth_keys"), List.of("tag:web")),
                        "operator",
                        Instant.parse("2026-05-06T07:08:09Z")));
        assertThat(takeover.findings().notes())
                .anySatisfy(note -> assertThat(note).contains("OAuth client ba9876543210 is left behind"));
        assertThat(takeover.summary()).contains("1 API key, 1 OAuth client, ");
        Path file = folder.resolve("ours.sqlite");
        try (Journal journal = SqliteJournal.open(file)) {
            takeover.writeInto(journal);
            assertThat(journal.oauthClients().all()).isEqualTo(takeover.oauthClients());
        }
    }

    @Test
    void what_was_taken_over_is_stored_as_it_is_and_its_ids_are_never_leased_again() throws Exception {
        Takeover takeover = Takeover.read(sqlite(FormerDatabase.OF_0_28), "default", Optional.empty());
        Path file = folder.resolve("ours.sqlite");
        try (Journal journal = SqliteJournal.open(file)) {
            takeover.writeInto(journal);
        }
        try (Journal journal = SqliteJournal.open(file)) {
            assertThat(journal.loadAll()).singleElement().satisfies(stored -> {
                assertThat(stored.nodes()).isEqualTo(takeover.tailnet().nodes());
                assertThat(stored.users()).isEqualTo(takeover.tailnet().users());
                assertThat(stored.preauthKeys()).isEqualTo(takeover.tailnet().preauthKeys());
            });
            assertThat(journal.apiKeys().all()).isEqualTo(takeover.apiKeys());
            assertThat(journal.leaseIds(net.headscale.journal.IdKind.NODE, 1)).isEqualTo(13);
            assertThat(journal.leaseIds(net.headscale.journal.IdKind.API_KEY, 1))
                    .isEqualTo(5);
        }
    }

    @Test
    void whatever_makes_no_sense_is_named_with_its_row() throws Exception {
        Stream.of(
                        new String[] {"UPDATE nodes SET ipv4 = 'nonsense' WHERE id = 11", "node 11"},
                        new String[] {"UPDATE nodes SET node_key = 'x' WHERE id = 12", "node 12"},
                        new String[] {"UPDATE nodes SET host_info = '{' WHERE id = 12", "node 12"},
                        new String[] {"UPDATE nodes SET user_id = 77 WHERE id = 11", "its user 77 is not there"},
                        new String[] {"UPDATE nodes SET tags = '[\"web\"]' WHERE id = 11", "expected a tag"},
                        new String[] {"UPDATE nodes SET expiry = 'soon' WHERE id = 11", "expected a time, found soon"},
                        new String[] {"UPDATE nodes SET ipv4 = '100.64.0.8' WHERE id = 11", "nodes 11 and 12 both have"
                        },
                        new String[] {"UPDATE policies SET data = '{\"acls\": 1}'", "its policy is refused"},
                        new String[] {"DROP TABLE pre_auth_keys", "not the database of a headscale"})
                .forEach(fault -> {
                    Takeover takeover =
                            Takeover.read(sqlite(FormerDatabase.OF_0_28 + fault[0] + ";"), "default", Optional.empty());
                    assertThat(takeover.findings().problems())
                            .as(fault[0])
                            .anySatisfy(problem -> assertThat(problem).contains(fault[1]));
                });
    }

    @Test
    void two_users_of_one_name_are_told_apart() throws Exception {
        Takeover takeover = Takeover.read(
                sqlite(FormerDatabase.OF_0_28 + "UPDATE users SET name = 'ana' WHERE id = 5;"),
                "default",
                Optional.empty());

        assertThat(takeover.tailnet().users().values()).extracting(User::name).containsExactly("ana", "ana-5");
        assertThat(takeover.findings().notes())
                .anySatisfy(note -> assertThat(note).contains("two were called ana"));
    }

    private Takeover.From sqlite(String sql) {
        return new Takeover.From.Sqlite(FormerDatabase.sqlite(folder, sql));
    }
}
