package net.headscale.takeover;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import net.headscale.journal.postgres.PostgresServer;
import net.headscale.journal.postgres.TestPostgres;

/// Databases in the shape that versions of headscale leave them.
public final class FormerDatabase {
    public static final String HEX = "0123456789abcdef".repeat(4);
    public static final String BCRYPT = "$2a$10$abcdefghijklmnopqrstuuJm3D1xXl0vJ3G5vT4QkVtHk9dK2yZ1e";
    public static final String PLAIN_KEY = "fedcba9876543210".repeat(3);

    /// 0.28 and 0.29: tags of their own, approved routes, hashed keys.
    public static final String OF_0_28 = """
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
    public static final String OF_0_23 = """
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

    /// 0.27: forced tags, and what nodes asked for in what they said of themselves.
    public static final String OF_0_27 = """
            CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, deleted_at TIMESTAMP);
            CREATE TABLE pre_auth_keys (id INTEGER PRIMARY KEY, key TEXT, user_id INTEGER, tags TEXT);
            CREATE TABLE nodes (id INTEGER PRIMARY KEY, machine_key TEXT, node_key TEXT, ipv4 TEXT, hostname TEXT,
                host_info TEXT, user_id INTEGER, forced_tags TEXT, auth_key_id INTEGER);
            CREATE TABLE policies (id INTEGER PRIMARY KEY, data TEXT);
            INSERT INTO users (id, name) VALUES (1, 'ana'), (2, 'ben');
            INSERT INTO pre_auth_keys VALUES (1, 'PLAIN', 2, '["tag:key"]');
            INSERT INTO nodes VALUES
                (1, 'mkey:HEX', 'nodekey:KEY01', '100.64.0.1', 'asks', '{"RequestTags": ["tag:web", "tag:of-group"]}', 1, '[]', NULL),
                (2, 'mkey:HEX', 'nodekey:KEY02', '100.64.0.2', 'may-not', '{"RequestTags": ["tag:web"]}', 2, NULL, NULL),
                (3, 'mkey:HEX', 'nodekey:KEY03', '100.64.0.3', 'both', '{"RequestTags": ["tag:web", "tag:unknown"]}', 1,
                 '["tag:forced"]', NULL),
                (4, 'mkey:HEX', 'nodekey:KEY04', '100.64.0.4', 'by-key', NULL, 2, 'null', 1),
                (5, 'mkey:HEX', 'nodekey:KEY05', '100.64.0.5', 'plain', '{"RequestTags": null}', 1, '[]', NULL);
            INSERT INTO policies VALUES (1, '{"groups": {"group:all": ["ana@", "ben@"]}, "acls": [], "tagOwners":
                {"tag:web": ["ana@"], "tag:of-group": ["group:all"], "tag:forced": [], "tag:key": []}}');
            """;

    private FormerDatabase() {}

    /// A new SQLite file in `folder`.
    public static Path sqlite(Path folder, String sql) {
        return sqlite(folder, sql, BCRYPT);
    }

    /// A new SQLite file in `folder` that keeps `hash` of every key.
    public static Path sqlite(Path folder, String sql, String hash) {
        try {
            Path file = Files.createTempFile(folder, "headscale", ".sqlite");
            String bytes = "X'" + HexFormat.of().formatHex(hash.getBytes(StandardCharsets.US_ASCII)) + "'";
            run(
                    DriverManager.getConnection("jdbc:sqlite:" + file),
                    sql.replace("BYTES", "BLOB").replace("HASH", bytes));
            return file;
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    /// The same in an empty PostgreSQL database.
    public static void fill(PostgresServer server, String sql) throws SQLException {
        run(
                TestPostgres.connect(server),
                sql.replace("TIMESTAMP", "TIMESTAMPTZ")
                        .replace("BYTES", "BYTEA")
                        .replace("FLAG", "BOOLEAN")
                        .replace("HASH", "convert_to('" + BCRYPT + "', 'UTF8')"));
    }

    private static void run(Connection opened, String sql) throws SQLException {
        String filled = sql.replace("PLAIN", PLAIN_KEY)
                .replace("00HEX2", "f".repeat(64))
                .replace("KEY0", HEX.substring(1))
                .replace("HEX", HEX)
                .replace("FLAG", "NUMERIC");
        try (Connection connection = opened) {
            for (String statement : filled.split(";\n|;$")) {
                connection.createStatement().execute(statement);
            }
        }
    }
}
