package net.headscale.backup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import net.headscale.journal.JournalUnavailable;
import net.headscale.journal.sql.Database;
import net.headscale.journal.sql.Schema;

/// Replaces the rows of a database by others, in one transaction: all or nothing.
public final class Restore {
    private static final int MOST_LOOKS = 20;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final Store target;
    private final Map<String, Path> keys;
    private final boolean replaces;

    private Restore(Store target, Map<String, Path> keys, boolean replaces) {
        this.target = target;
        this.keys = Map.copyOf(keys);
        this.replaces = replaces;
    }

    /// @param keys where private keys belong, by their name in backups
    /// @param replaces whether what is in the database may be replaced; a backup of it is kept then
    public static Restore into(Store target, Map<String, Path> keys, boolean replaces) {
        return new Restore(target, keys, replaces);
    }

    /// What came of it.
    ///
    /// @param census what the database holds now
    /// @param former where the backup of what it held before is, if it held anything
    public record Done(Census census, Optional<Path> former) {}

    /// Puts a backup back.
    ///
    /// @throws BackupRefused if the file is no backup, or something is in the way
    public Done from(Path backup) {
        try (WorkingCopy copy = WorkingCopy.of(backup, target.folder())) {
            return from(copy);
        }
    }

    /// Puts the rows of a copy in the place of what is there.
    public Done from(WorkingCopy copy) {
        if (!replaces) {
            copy.kept().checkAgainst(keys);
        }
        try (Database database = target.toWrite();
                Connection from = SqliteCopy.open(copy.file())) {
            try (Connection into = database.connect()) {
                Optional<Path> former = makeWay(into);
                try (PutFiles put = PutFiles.put(copy.kept(), keys, ours())) {
                    return new Done(fill(database, from, into, put), former);
                }
            } catch (SQLException failure) {
                throw database.explain(failure);
            }
        } catch (SQLException unreadable) {
            throw new BackupRefused("the copy cannot be read: " + unreadable.getMessage());
        }
    }

    /// Looks whether the database could be filled, and leaves it as it is.
    ///
    /// @throws BackupRefused if it holds what must not be lost
    public void checkEmpty() {
        if (replaces || (target instanceof Store.Sqlite(Path file) && Files.notExists(file))) {
            return;
        }
        try (Database database = target.toRead()) {
            try (Connection connection = database.connect()) {
                if (!Schema.of(connection, connection.getSchema()).isEmpty()) {
                    checkUntouched(Census.of(connection));
                }
            } catch (SQLException failure) {
                throw database.explain(failure);
            }
        }
    }

    private void checkUntouched(Census held) {
        if (!held.isUntouched()) {
            throw new BackupRefused("the database " + target + " is not empty (" + held
                    + "): name another one in the configuration, or repeat with --force to replace what it holds");
        }
    }

    /// @throws BackupRefused if the database is used, or holds what must not be lost
    private Optional<Path> makeWay(Connection into) throws SQLException {
        if (target instanceof Store.Postgres && isUsed(into)) {
            throw new BackupRefused("a server uses the database " + target + ": stop it first");
        }
        Census held = Census.of(into);
        if (held.isUntouched()) {
            return Optional.empty();
        }
        if (!replaces) {
            checkUntouched(held);
        }
        Path former = PrivateFile.free(target.folder().resolve(name() + ".replaced"));
        Backup.take(target, keys, former, false);
        return Optional.of(former);
    }

    private String name() {
        return switch (target) {
            case Store.Sqlite(Path file) -> file.getFileName().toString();
            case Store.Postgres postgres -> postgres.server().database();
        };
    }

    /// What belongs to the user that the server runs as.
    private Path ours() {
        return switch (target) {
            case Store.Sqlite(Path file) -> file;
            case Store.Postgres postgres -> postgres.folder();
        };
    }

    /// Counts before it commits: nothing that could fail comes between the commit and the keys that belong to the rows.
    private Census fill(Database database, Connection from, Connection into, PutFiles put) throws SQLException {
        try (Statement transaction = into.createStatement()) {
            transaction.execute(database.begin());
            Rows.copyAll(from, into);
            Census census = Census.of(into);
            commit(transaction, put);
            return census;
        }
    }

    /// Without an answer the keys stay, as the rows probably do; repeated with `--force`, this ends well in both cases.
    private void commit(Statement transaction, PutFiles put) throws SQLException {
        try {
            transaction.execute("COMMIT");
            put.keep();
        } catch (SQLException failure) {
            if (!isWithoutAnswer(failure)) {
                throw failure;
            }
            put.keep();
            throw new JournalUnavailable(
                    "the connection to the database " + target + " was lost while it committed: it holds either all of"
                            + " the new rows or all former ones. The private keys are the new ones; others are kept"
                            + " beside them as NAME.replaced. When it can be reached, repeat this with --force: what is"
                            + " in it then is kept (" + failure.getMessage() + ")",
                    failure);
        }
    }

    /// @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">classes 08 and 57</a>
    private static boolean isWithoutAnswer(SQLException failure) {
        String code = String.valueOf(failure.getSQLState());
        return code.startsWith("08") || code.startsWith("57");
    }

    /// Whether another process of ours is connected: a second one would not be kept out as it is with SQLite.
    private static boolean isUsed(Connection connection) throws SQLException {
        for (int look = 1; look < MOST_LOOKS; look++) {
            if (!hasOthers(connection)) {
                return false;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos()); // PostgreSQL takes a moment to forget who has left
        }
        return hasOthers(connection);
    }

    private static boolean hasOthers(Connection connection) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet others = query.executeQuery("""
                        SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
                        AND application_name = 'headscale' AND pid <> pg_backend_pid()""")) {
            return others.next();
        }
    }
}
