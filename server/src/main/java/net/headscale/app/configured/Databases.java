package net.headscale.app.configured;

import java.nio.file.Path;
import net.headscale.backup.BeforeMigration;
import net.headscale.backup.Store;
import net.headscale.config.Config;
import net.headscale.config.Storage;
import net.headscale.journal.Journal;
import net.headscale.journal.postgres.PostgresAddress;
import net.headscale.journal.postgres.PostgresJournal;
import net.headscale.journal.postgres.PostgresServer;
import net.headscale.journal.postgres.Tls;
import net.headscale.journal.sqlite.SqliteJournal;

/// The database that the configuration names.
public final class Databases {
    private Databases() {}

    /// Its journal, for a server or a command in its stead.
    public static Journal open(Config config) {
        return switch (store(config)) {
            case Store.Sqlite(Path file) -> SqliteJournal.open(file);
            case Store.Postgres(PostgresServer server, Path folder) ->
                PostgresJournal.open(server, BeforeMigration.in(folder, server));
        };
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
