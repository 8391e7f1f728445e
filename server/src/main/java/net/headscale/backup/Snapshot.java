package net.headscale.backup;

import java.sql.Connection;
import java.sql.SQLException;
import net.headscale.journal.sql.Database;
import net.headscale.journal.sql.Schema;

/// A connection that sees all rows of a database as they are at one moment, while others go on writing.
///
/// @param schema what the database has
record Snapshot(Connection connection, Schema schema) implements AutoCloseable {
    /// @throws net.headscale.journal.UnknownSchema if the tables are another program's
    /// @throws BackupRefused if there are none
    static Snapshot open(Store store, Database database) throws SQLException {
        Connection connection = database.connect();
        try {
            Schema schema = Schema.of(connection, connection.getSchema());
            if (schema.isEmpty()) {
                throw new BackupRefused("the database " + store + " is empty: there is nothing to keep yet");
            }
            if (store instanceof Store.Postgres) {
                connection.setReadOnly(true);
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            }
            connection.setAutoCommit(false);
            return new Snapshot(connection, schema);
        } catch (SQLException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
