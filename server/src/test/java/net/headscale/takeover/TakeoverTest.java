package net.headscale.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
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
    private static final String HEX = "0123456789abcdef".repeat(4);
    private static final String BCRYPT = "$2a$10$abcdefghijklmnopqrstuuJm3D1xXl0vJ3G5vT4QkVtHk9dK2yZ1e";
    private static final String PLAIN_KEY = "fedcba9876543210".repeat(3);

    /// 0.28 and 0.29: tags of their own, approved routes, hashed keys.
    private static final String OF_0_28 = """
            CREATE TABLE users (id INTEGER PRIMARY KEY, created_at TIMESTAMP, deleted_at TIMESTAMP, name TEXT, display_name TEXT,
                email TEXT, provider_identifier TEXT, provider TEXT, profile_pic_url TEXT);
            CREATE TABLE pre_auth_keys (id INTEGER PRIMARY KEY, key TEXT, prefix TEXT, hash BYTES, user_id INTEGER,
                reusable FLAG, ephemeral FLAG, used FLAG, tags TEXT, expiration TIMESTAMP, created_at TIMESTAMP);
            CREATE TABLE api_keys (id INTEGER PRIMARY KEY, prefix TEXT, hash BYTES, expiration TIMESTAMP, last_seen TIMESTAMP,
                created_at TIMESTAMP);
            CREATE TABLE nodes (id INTEGER PRIMARY KEY, machine_key TEXT, node_key TEXT, disco_key TEXT, endpoints TEXT,
                host_info TEXT, ipv4 TEXT, ipv6 TEXT, hostname TEXT, given_name TEXT, user_id INTEGER, register_method TEXT,
                tags TEXT, auth_key_id INTEGER, last_seen TIMESTAMP, expiry TIMESTAMP, approved_routes TEXT,
                created_at TIMESTAMP, deleted_at TIMESTAMP);
            CREATE TABLE policies (id INTEGER PRIMARY KEY, data TEXT, updated_at TIMESTAMP, deleted_at TIMESTAMP);
            INSERT INTO users (id, created_at, name, display_name, email, provider_identifier) VALUES
                (3, '2026-01-02 03:04:05.123456+00:00', 'ana', 'Ana', '', NULL),
                (5, '2026-01-02 03:04:05+00:00', 'ben', '', 'ben@example.com', 'https://id.example.com/42');
            INSERT INTO users (id, deleted_at, name) VALUES (6, '2026-01-02 03:04:05+00:00', 'gone');
            INSERT INTO pre_auth_keys (id, prefix, hash, user_id, reusable, ephemeral, used, tags, expiration) VALUES
                (7, 'a-b_c-d-e-f-', HASH, 5, TRUE, TRUE, FALSE, '[]', '2030-01-01 00:00:00+00:00'),
                (9, 'abcdefabcdef', HASH, NULL, FALSE, FALSE, TRUE, '["tag:web"]', NULL);
            INSERT INTO api_keys (id, prefix, hash) VALUES (4, '0123456789ab', HASH);
            INSERT INTO nodes (id, machine_key, node_key, disco_key, endpoints, host_info, ipv4, ipv6, hostname, given_name,
                user_id, register_method, tags, auth_key_id, last_seen, expiry, approved_routes) VALUES
                (11, 'mkey:HEX', 'nodekey:HEX', 'discokey:HEX', '["192.0.2.1:41641"]',
                 '{"Hostname": "Laptop", "NetInfo": {"PreferredDERP": 900}, "RoutableIPs": ["10.0.0.0/8"]}', '100.64.0.7',
                 'fd7a:115c:a1e0::7', 'laptop', 'chosen', 5, 'authkey', '[]', 7, '2026-05-06 07:08:09+00:00',
                 '2031-01-01 00:00:00+00:00', '["10.0.0.0/8"]'),
                (12, 'mkey:HEX', 'nodekey:00HEX2', NULL, NULL, NULL, '100.64.0.8', NULL, 'server', 'server', NULL, 'cli',
                 '["tag:web"]', NULL, NULL, '0001-01-01 00:00:00+00:00', NULL);
            INSERT INTO policies (id, data, updated_at) VALUES (1, '{"acls": [', '2026-01-01 00:00:00+00:00'),
                (2, '{"tagOwners": {"tag:web": []}, "acls": []}', '2026-02-01 00:00:00+00:00');
            """;

    /// 0.23: routes in a table, forced tags beside those of the key, keys as plain text.
    private static final String OF_0_23 = """
            CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, deleted_at TIMESTAMP);
            CREATE TABLE pre_auth_keys (id INTEGER PRIMARY KEY, key TEXT, user_id INTEGER, reusable FLAG, ephemeral FLAG, used FLAG);
            CREATE TABLE pre_auth_key_acl_tags (id INTEGER PRIMARY KEY, pre_auth_key_id INTEGER, tag TEXT);
            CREATE TABLE api_keys (id INTEGER PRIMARY KEY, prefix TEXT, hash BYTES);
            CREATE TABLE routes (id INTEGER PRIMARY KEY, node_id INTEGER, prefix TEXT, enabled FLAG, deleted_at TIMESTAMP);
            CREATE TABLE nodes (id INTEGER PRIMARY KEY, machine_key TEXT, node_key TEXT, ipv4 TEXT, ipv6 TEXT, hostname TEXT,
                given_name TEXT, user_id INTEGER, register_method TEXT, forced_tags TEXT, auth_key_id INTEGER);
            INSERT INTO users (id, name) VALUES (1, 'home');
            INSERT INTO pre_auth_keys (id, key, user_id, reusable, ephemeral, used) VALUES (1, 'PLAIN', 1, TRUE, FALSE, FALSE);
            INSERT INTO pre_auth_key_acl_tags VALUES (1, 1, 'tag:key');
            INSERT INTO routes (id, node_id, prefix, enabled, deleted_at) VALUES (1, 2, '10.1.0.0/16', TRUE, NULL),
                (2, 2, '10.2.0.0/16', FALSE, NULL), (3, 2, '10.3.0.0/16', TRUE, '2026-01-01 00:00:00+00:00');
            INSERT INTO nodes VALUES (2, 'mkey:HEX', 'nodekey:HEX', '100.64.0.1', NULL, 'router', 'router', 1, 'authkey',
                '["tag:forced"]', 1);
            """;

    @TempDir
    private Path folder;

    @Test
    void a_database_of_0_28_is_taken_over_with_everything_in_it() throws Exception {
        checkAll(Takeover.read(sqlite(OF_0_28), "default", Optional.empty()));
    }

    @Test
    void postgres_says_the_same() throws Exception {
        try (TestPostgres postgres = TestPostgres.start()) {
            PostgresServer server = postgres.emptyDatabase();
            String sql = OF_0_28.replace("TIMESTAMP", "TIMESTAMPTZ")
                    .replace("BYTES", "BYTEA")
                    .replace("FLAG", "BOOLEAN")
                    .replace("HASH", "convert_to('" + BCRYPT + "', 'UTF8')");
            run(TestPostgres.connect(server), sql);

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
                .satisfies(key -> assertThat(key.secret().hash()).isEqualTo(BCRYPT));
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
        Takeover takeover = Takeover.read(sqlite(OF_0_23), "default", Optional.empty());

        assertThat(takeover.findings().problems()).isEmpty();
        Node router = takeover.tailnet().nodes().values().iterator().next();
        assertThat(router.approvedRoutes()).extracting(Object::toString).containsExactly("10.1.0.0/16");
        assertThat(router.owner().tags()).extracting(Object::toString).containsExactly("tag:forced", "tag:key");
        KeyText shown = KeyText.parse(KeyText.Kind.AUTH, PLAIN_KEY).orElseThrow();
        PreauthKey key = takeover.tailnet().preauthKeyWithPrefix(shown.prefix()).orElseThrow();
        assertThat(shown.fits(key.secret().hash())).isTrue();
        assertThat(takeover.findings().notes())
                .anySatisfy(note -> assertThat(note).contains("no policy"));
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
        Takeover takeover = Takeover.read(sqlite(OF_0_28 + clients), "default", Optional.empty());

        assertThat(takeover.findings().problems()).isEmpty();
        assertThat(takeover.oauthClients())
                .containsExactly(new OAuthClient(
                        new ApiKey.Secret("0123456789ab", BCRYPT),
                        new ApiKey.Scope.OneTailnet(takeover.tailnet().id()),
                        new OAuthClient.Grant(List.of("auth_keys"), List.of("tag:web")),
                        "operator",
                        Instant.parse("2026-05-06T07:08:09Z")));
        assertThat(takeover.findings().notes())
                .anySatisfy(note -> assertThat(note).contains("OAuth client ba9876543210 is left behind"));
        assertThat(takeover.summary()).contains("1 OAuth clients");
        Path file = folder.resolve("ours.sqlite");
        try (Journal journal = SqliteJournal.open(file)) {
            takeover.writeInto(journal);
            assertThat(journal.oauthClients().all()).isEqualTo(takeover.oauthClients());
        }
    }

    @Test
    void what_was_taken_over_is_stored_as_it_is_and_its_ids_are_never_leased_again() throws Exception {
        Takeover takeover = Takeover.read(sqlite(OF_0_28), "default", Optional.empty());
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
                    Takeover takeover = Takeover.read(sqlite(OF_0_28 + fault[0] + ";"), "default", Optional.empty());
                    assertThat(takeover.findings().problems())
                            .as(fault[0])
                            .anySatisfy(problem -> assertThat(problem).contains(fault[1]));
                });
    }

    @Test
    void two_users_of_one_name_are_told_apart() throws Exception {
        Takeover takeover = Takeover.read(
                sqlite(OF_0_28 + "UPDATE users SET name = 'ana' WHERE id = 5;"), "default", Optional.empty());

        assertThat(takeover.tailnet().users().values()).extracting(User::name).containsExactly("ana", "ana-5");
        assertThat(takeover.findings().notes())
                .anySatisfy(note -> assertThat(note).contains("two were called ana"));
    }

    private Takeover.From sqlite(String sql) {
        try {
            Path file = Files.createTempFile(folder, "headscale", ".sqlite");
            String hash = "X'"
                    + java.util.HexFormat.of().formatHex(BCRYPT.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                    + "'";
            run(
                    DriverManager.getConnection("jdbc:sqlite:" + file),
                    sql.replace("BYTES", "BLOB").replace("HASH", hash));
            return new Takeover.From.Sqlite(file);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static void run(Connection opened, String sql) throws SQLException {
        String filled = sql.replace("PLAIN", PLAIN_KEY)
                .replace("00HEX2", "f".repeat(64))
                .replace("HEX", HEX)
                .replace("FLAG", "NUMERIC");
        try (Connection connection = opened) {
            for (String statement : filled.split(";\n|;$")) {
                connection.createStatement().execute(statement);
            }
        }
    }
}
