package net.headscale.journal.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import net.headscale.journal.sql.Database;
import org.sqlite.SQLiteConfig;

/// A SQLite file that somebody else may be writing to; nothing of it is changed.
final class SqliteToRead implements Database {
    private static final int PATIENCE_MILLIS = 5_000;

    private final Path file;

    SqliteToRead(Path file) {
        this.file = file;
    }

    @Override
    public Connection connect() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(PATIENCE_MILLIS);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    @Override
    public String begin() {
        return "BEGIN";
    }

    @Override
    public RuntimeException explain(SQLException failure) {
        return SqliteFailures.explain(file, failure);
    }

    @Override
    public String whileUnchanged() {
        return "";
    }

    @Override
    public void close() {}
}
