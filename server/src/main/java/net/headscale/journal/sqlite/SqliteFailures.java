package net.headscale.journal.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import net.headscale.journal.JournalClash;
import net.headscale.journal.JournalUnavailable;
import org.sqlite.SQLiteErrorCode;

/// What SQLite's failures mean to those who run the server.
final class SqliteFailures {
    private static final int PRIMARY = 0xff; // the lowest byte of an extended code

    private SqliteFailures() {}

    static RuntimeException explain(Path file, SQLException failure) {
        SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(failure.getErrorCode() & PRIMARY);
        return switch (code) {
            case SQLITE_CONSTRAINT -> new JournalClash(text(failure), failure);
            case SQLITE_FULL -> unavailable(file, failure, "its disk is full: make room");
            case SQLITE_BUSY, SQLITE_LOCKED ->
                unavailable(file, failure, "another program holds it: end that program's transaction");
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN, SQLITE_AUTH ->
                unavailable(
                        file, failure, "it may not be written: check the file's owner and mode, and how it is mounted");
            case SQLITE_IOERR, SQLITE_NOLFS, SQLITE_PROTOCOL ->
                unavailable(file, failure, "its disk fails: look at the system's log");
            case SQLITE_CORRUPT, SQLITE_NOTADB ->
                unavailable(file, failure, "it is damaged or no database: restore a backup");
            default ->
                new IllegalStateException("the database " + file + " did not understand: " + text(failure), failure);
        };
    }

    private static JournalUnavailable unavailable(Path file, SQLException failure, String advice) {
        return JournalUnavailable.of(file.toString(), advice, failure);
    }

    private static String text(SQLException failure) {
        return String.valueOf(failure.getMessage());
    }
}
