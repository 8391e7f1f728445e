package net.headscale.backup;

import java.sql.Connection;
import java.sql.SQLException;
import net.headscale.journal.sql.Database;

/// A look at a database that changes nothing.
public final class Look {
    private Look() {}

    /// What is in it now.
    ///
    /// @throws BackupRefused if it is empty
    /// @throws net.headscale.journal.JournalUnavailable if it cannot be read
    /// @throws net.headscale.journal.UnknownSchema if it is another program's
    public static Census at(Store store) {
        try (Database database = store.toRead()) {
            try (Snapshot snapshot = Snapshot.open(store, database)) {
                Connection connection = snapshot.connection();
                return Census.of(connection);
            } catch (SQLException failure) {
                throw database.explain(failure);
            }
        }
    }
}
