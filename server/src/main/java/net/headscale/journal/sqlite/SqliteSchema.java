package net.headscale.journal.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import net.headscale.journal.sql.Schema;
import org.flywaydb.core.Flyway;

/// Brings a SQLite file to the newest schema.
final class SqliteSchema {
    private static final String MIGRATIONS = "classpath:net/headscale/journal/sqlite";

    private SqliteSchema() {}

    /// @throws UnknownSchema if a newer server has changed the database, or it is another program's
    static void migrate(Path file, Connection connection) throws SQLException {
        Schema found = Schema.of(connection, null);
        found.refuseIfTooNew(file.toString(), Snapshots.newest(file));
        if (found.isOutdated()) {
            if (!found.isEmpty()) {
                Snapshots.make(file, connection, found);
            }
            runMigrations(file);
        }
    }

    private static void runMigrations(Path file) {
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + file, null, null)
                .locations(MIGRATIONS)
                .load()
                .migrate();
    }
}
