package net.headscale.journal.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import net.headscale.journal.sql.Schema;

/// Keeps what a database held before it was migrated: PostgreSQL undoes a migration that fails, not one that succeeds.
public interface Copies {
    /// Keeps nothing.
    Copies NONE = new Copies() {
        @Override
        public void make(Connection connection, Schema schema) {}

        @Override
        public Optional<String> newest() {
            return Optional.empty();
        }
    };

    /// Copies all rows that `connection` sees.
    ///
    /// @param schema what the database has now
    void make(Connection connection, Schema schema) throws SQLException;

    /// Where the copy is that was made last.
    Optional<String> newest();
}
