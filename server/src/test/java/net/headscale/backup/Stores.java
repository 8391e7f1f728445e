package net.headscale.backup;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.headscale.journal.ApiKey;
import net.headscale.journal.Batch;
import net.headscale.journal.IdKind;
import net.headscale.journal.Journal;
import net.headscale.journal.OAuthClient;
import net.headscale.journal.RandomHistory;
import net.headscale.journal.postgres.PostgresJournal;
import net.headscale.journal.postgres.TestPostgres;
import net.headscale.journal.sqlite.SqliteJournal;
import net.headscale.tailnet.Tailnet;

/// Databases for tests of backups, of both kinds.
final class Stores {
    private final TestPostgres postgres;
    private final Path folder;
    private int made;

    Stores(TestPostgres postgres, Path folder) {
        this.postgres = postgres;
        this.folder = folder;
    }

    enum Kind {
        SQLITE,
        POSTGRES
    }

    Store empty(Kind kind) throws SQLException {
        return switch (kind) {
            case SQLITE -> new Store.Sqlite(folder.resolve("db" + ++made + ".sqlite"));
            case POSTGRES -> new Store.Postgres(postgres.emptyDatabase(), folder);
        };
    }

    /// One with two tailnets, a history, an API key and leased ids.
    Store filled(Kind kind, long seed) throws SQLException {
        Store store = empty(kind);
        fill(store, seed);
        return store;
    }

    static void fill(Store store, long seed) {
        RandomHistory history = new RandomHistory(new Random(seed));
        try (Journal journal = journal(store)) {
            for (String name : List.of("default", "other\0\ud800")) {
                Tailnet tailnet = history.tailnet(name);
                journal.create(tailnet);
                for (int i = 0; i < 30; i++) {
                    Batch batch = Batch.of(tailnet, history.changes(tailnet));
                    journal.append(List.of(batch));
                    tailnet = batch.after();
                }
            }
            long id = journal.leaseIds(IdKind.API_KEY, 7);
            Instant now = Instant.parse("2026-03-01T12:00:00.123456789Z");
            journal.apiKeys()
                    .add(new ApiKey(
                            id,
                            new ApiKey.Secret("prefix" + seed, "hash"),
                            new ApiKey.Scope.WholeServer(),
                            now,
                            Instant.MAX,
                            Instant.EPOCH));
            journal.oauthClients()
                    .add(new OAuthClient(
                            new ApiKey.Secret("client" + seed, "hash"),
                            new ApiKey.Scope.WholeServer(),
                            new OAuthClient.Grant(List.of("all:read"), List.of()),
                            "",
                            now));
        }
    }

    static Journal journal(Store store) {
        return switch (store) {
            case Store.Sqlite(Path file) -> SqliteJournal.open(file);
            case Store.Postgres(var server, var folder) ->
                PostgresJournal.open(server, BeforeMigration.in(folder, server));
        };
    }

    /// Every record of a database as one text, in the order of the tables and their contents.
    static List<String> records(Store store) {
        var json = new ByteArrayOutputStream();
        JsonExport.write(store, Map.of(), json);
        return json.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceFirst("^,", ""))
                .sorted()
                .toList();
    }
}
