package net.headscale.journal.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import net.headscale.journal.sql.Database;
import net.headscale.journal.sql.Migrations;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/// A SQLite file whose lock is held.
final class SqliteDatabase implements Database {
    private final Path file;
    private final LockFile lock;
    private final Duration patience;

    private SqliteDatabase(Path file, LockFile lock, Duration patience) {
        this.file = file;
        this.lock = lock;
        this.patience = patience;
    }

    /// @param lock closed with the database, and at once when it cannot be opened
    /// @param patience how long a transaction of another program may hold ours up
    static SqliteDatabase open(Path file, LockFile lock, Duration patience, Migrations migrations) {
        SqliteDatabase database = new SqliteDatabase(file, lock, patience);
        try {
            database.migrate(migrations);
            return database;
        } catch (RuntimeException failure) {
            lock.close();
            throw failure;
        }
    }

    @Override
    public Connection connect() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL); // WAL's default syncs at checkpoints only
        config.enforceForeignKeys(true);
        config.setBusyTimeout(Math.toIntExact(patience.toMillis()));
        return config.createConnection("jdbc:sqlite:" + file);
    }

    /// A transaction that began with reading might not be able to write when it comes to it.
    @Override
    public String begin() {
        return "BEGIN IMMEDIATE";
    }

    @Override
    public RuntimeException explain(SQLException failure) {
        return SqliteFailures.explain(file, failure);
    }

    /// Nobody else writes while a transaction is open.
    @Override
    public String whileUnchanged() {
        return "";
    }

    @Override
    public void close() {
        lock.close();
    }

    private void migrate(Migrations migrations) {
        try (Connection connection = connect()) {
            SqliteSchema.migrate(file, connection, migrations);
        } catch (SQLException failure) {
            throw explain(failure);
        }
    }
}
