package net.headscale.app.configured;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.headscale.backup.BeforeMigration;
import net.headscale.backup.Store;
import net.headscale.config.Config;
import net.headscale.config.Storage;
import net.headscale.journal.DatabaseInUse;
import net.headscale.journal.Journal;
import net.headscale.journal.postgres.PostgresAddress;
import net.headscale.journal.postgres.PostgresJournal;
import net.headscale.journal.postgres.PostgresServer;
import net.headscale.journal.postgres.Tls;
import net.headscale.journal.sqlite.SqliteJournal;

/// The database that the configuration names.
public final class Databases {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private Databases() {}

    /// How long to wait for a database that somebody else holds.
    ///
    /// @param longest then it is given up
    /// @param betweenWords between two tellings of who holds it
    public record Patience(Duration longest, Duration betweenWords) {}

    /// Its journal, for a server or a command in its stead.
    public static Journal open(Config config) {
        return switch (store(config)) {
            case Store.Sqlite(Path file) -> SqliteJournal.open(file);
            case Store.Postgres(PostgresServer server, Path folder) ->
                PostgresJournal.open(server, BeforeMigration.in(folder, server));
        };
    }

    /// Its journal, once nobody else holds the database: a command that runs without a server does so for a moment.
    ///
    /// @param busy is told who does, at once and then again and again
    /// @param end ends the wait
    /// @throws DatabaseInUse if somebody holds it for longer
    /// @throws InterruptedException if the end came first
    public static Journal await(Config config, Patience patience, Consumer<DatabaseInUse> busy, CountDownLatch end)
            throws InterruptedException {
        long start = System.nanoTime();
        Duration nextWord = Duration.ZERO;
        while (true) {
            try {
                return open(config);
            } catch (DatabaseInUse inUse) {
                Duration waited = Duration.ofNanos(System.nanoTime() - start);
                if (waited.compareTo(patience.longest) > 0) {
                    throw inUse;
                }
                if (waited.compareTo(nextWord) >= 0) {
                    busy.accept(inUse);
                    nextWord = waited.plus(patience.betweenWords);
                }
                if (end.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new InterruptedException("told to end while another process held the database");
                }
            }
        }
    }

    /// Its rows, for those who copy them.
    public static Store store(Config config) {
        return switch (config.storage().database()) {
            case Storage.Database.Sqlite(Path file) -> new Store.Sqlite(file);
            case Storage.Database.Postgres postgres ->
                new Store.Postgres(
                        server(postgres, config.storage().postgresRoots()),
                        config.storage().noiseKey().toAbsolutePath().resolveSibling(""));
        };
    }

    private static PostgresServer server(Storage.Database.Postgres postgres, String roots) {
        Storage.Database.Server at = postgres.server();
        Tls tls = new Tls(Tls.Mode.parse(at.sslMode()), roots);
        Storage.Database.Login login = postgres.login();
        return new PostgresServer(
                PostgresAddress.of(at.host(), at.port(), tls), at.name(), login.user(), login.password());
    }
}
