package net.headscale.backup;

import java.sql.SQLException;
import java.util.Optional;
import net.headscale.journal.sql.Database;
import net.headscale.journal.sql.Migrations;

/// A look at a database that changes nothing.
public final class Look {
    private Look() {}

    /// What is in it now.
    ///
    /// @throws BackupRefused if it is empty
    /// @throws net.headscale.journal.JournalUnavailable if it cannot be read
    /// @throws net.headscale.journal.UnknownSchema if a newer server has changed it, or it is another program's
    public static Census at(Store store) {
        try (Database database = store.toRead()) {
            try (Snapshot snapshot = Snapshot.open(store, database)) {
                snapshot.schema()
                        .refuseIfNewerThan(
                                Migrations.of("sqlite"), store.toString(), Optional.empty()); // as PostgreSQL's
                return Census.of(snapshot.connection());
            } catch (SQLException failure) {
                throw database.explain(failure);
            }
        }
    }
}
