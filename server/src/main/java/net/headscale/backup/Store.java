package net.headscale.backup;

import java.nio.file.Path;
import net.headscale.journal.postgres.PostgresJournal;
import net.headscale.journal.postgres.PostgresServer;
import net.headscale.journal.sql.Database;
import net.headscale.journal.sqlite.SqliteJournal;

/// Where a journal's rows are.
public sealed interface Store {
    /// A file of this machine.
    record Sqlite(Path file) implements Store {
        @Override
        public Path folder() {
            return file.toAbsolutePath().normalize().resolveSibling("");
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }

    /// A PostgreSQL database.
    ///
    /// @param folder of this machine, for copies from before a change
    record Postgres(PostgresServer server, Path folder) implements Store {
        @Override
        public String toString() {
            return server.toString();
        }
    }

    /// A folder that this server may write to.
    Path folder();

    /// The database as it is, while whoever uses it goes on.
    ///
    /// @throws net.headscale.journal.JournalUnavailable if there is none
    default Database toRead() {
        return switch (this) {
            case Sqlite(Path file) -> SqliteJournal.toRead(file);
            case Postgres postgres -> PostgresJournal.toRead(postgres.server());
        };
    }

    /// The database at the newest schema, for nobody but us; made when it is not there.
    ///
    /// @throws net.headscale.journal.DatabaseInUse if another process has it open
    /// @throws net.headscale.journal.UnknownSchema if a newer server has changed it, or it is another program's
    default Database toWrite() {
        return switch (this) {
            case Sqlite(Path file) -> SqliteJournal.toWrite(file);
            case Postgres(PostgresServer server, Path folder) ->
                PostgresJournal.toWrite(server, BeforeMigration.in(folder, server));
        };
    }
}
