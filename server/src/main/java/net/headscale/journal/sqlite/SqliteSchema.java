package net.headscale.journal.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import net.headscale.journal.UnknownSchema;
import net.headscale.journal.sql.Migrations;
import net.headscale.journal.sql.Schema;

/// Brings a SQLite file to the newest schema.
final class SqliteSchema {
    private SqliteSchema() {}

    /// @throws UnknownSchema if a newer server has changed the database, or it is another program's
    static void migrate(Path file, Connection connection, Migrations migrations) throws SQLException {
        Schema found = Schema.of(connection, null);
        found.refuseIfNewerThan(migrations, file.toString(), Snapshots.newest(file));
        if (found.isOlderThan(migrations)) {
            if (!found.isEmpty()) {
                Snapshots.make(file, connection, found);
            }
            migrations.run("jdbc:sqlite:" + file, "", "");
        }
    }
}
