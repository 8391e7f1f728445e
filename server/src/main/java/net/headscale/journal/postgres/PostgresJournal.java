package net.headscale.journal.postgres;

import net.headscale.journal.Journal;
import net.headscale.journal.JournalUnavailable;
import net.headscale.journal.UnknownSchema;
import net.headscale.journal.sql.Database;
import net.headscale.journal.sql.Migrations;
import net.headscale.journal.sql.SqlJournal;

/// A journal in a PostgreSQL database (15 or newer).
///
/// Nothing keeps a second server from using the same database: the revisions decide who is first, and nothing is lost.
public final class PostgresJournal {
    private PostgresJournal() {}

    /// Reaches the database and brings it to the newest schema.
    ///
    /// @throws UnknownSchema if a newer server has changed the database, or it is another program's
    /// @throws JournalUnavailable if it cannot be reached
    public static Journal open(PostgresServer server) {
        return open(server, Copies.NONE);
    }

    /// Reaches the database and brings it to the newest schema.
    ///
    /// @param copies keeps what is there before it is migrated
    /// @throws UnknownSchema if a newer server has changed the database, or it is another program's
    /// @throws JournalUnavailable if it cannot be reached
    public static Journal open(PostgresServer server, Copies copies) {
        return SqlJournal.open(toWrite(server, copies));
    }

    /// The database for whoever replaces its rows: opened as [#open] does.
    public static Database toWrite(PostgresServer server, Copies copies) {
        return PostgresDatabase.open(server, Migrations.of("postgres"), copies);
    }

    /// The database as it is: to be read only, whether or not a server uses it. Nothing is migrated.
    public static Database toRead(PostgresServer server) {
        return PostgresDatabase.asItIs(server);
    }
}
