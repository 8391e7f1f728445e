package net.headscale.journal.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import net.headscale.journal.Journal;
import net.headscale.journal.JournalUnavailable;
import net.headscale.journal.sql.Database;
import net.headscale.journal.sql.Migrations;
import net.headscale.journal.sql.SqlJournal;

/// A journal in one SQLite file.
public final class SqliteJournal {
    private static final Duration PATIENCE =
            Duration.ofSeconds(5); // an operator's shell may hold the file for a moment

    private SqliteJournal() {}

    /// Opens the database in `file` for writing, makes it when it is not there, and brings it to the newest schema; a
    /// database that must be changed for that is first copied to a file beside it.
    ///
    /// @throws DatabaseInUse if another process has it open
    /// @throws UnknownSchema if a newer server has changed the database, or it is another program's
    /// @throws JournalUnavailable if the file cannot be opened, made or read
    public static Journal open(Path file) {
        return open(file, PATIENCE, Migrations.of("sqlite"));
    }

    /// The database in `file` as it is: to be read only, whether or not a server uses it. Nothing is migrated.
    ///
    /// @throws JournalUnavailable if there is no such file
    public static Database toRead(Path file) {
        Path database = file.toAbsolutePath().normalize();
        if (!Files.isRegularFile(database)) {
            throw new JournalUnavailable("there is no database " + database + ": check the path", null);
        }
        return new SqliteToRead(database);
    }

    /// The database in `file` for whoever replaces its rows: opened as [#open] does.
    ///
    /// @throws DatabaseInUse if another process has it open
    /// @throws UnknownSchema if a newer server has changed the database, or it is another program's
    /// @throws JournalUnavailable if the file cannot be opened, made or read
    public static Database toWrite(Path file) {
        return database(file, PATIENCE, Migrations.of("sqlite"));
    }

    /// @param patience how long a transaction of another program may hold ours up
    static Journal open(Path file, Duration patience, Migrations migrations) {
        return SqlJournal.open(database(file, patience, migrations));
    }

    private static Database database(Path file, Duration patience, Migrations migrations) {
        Path database = file.toAbsolutePath().normalize();
        try {
            PrivateFiles.create(database);
            return SqliteDatabase.open(database, LockFile.hold(database), patience, migrations);
        } catch (IOException failure) {
            throw new JournalUnavailable(
                    "cannot open the database " + database + " (" + failure + "): check that its folder is there and"
                            + " may be written",
                    failure);
        }
    }
}
