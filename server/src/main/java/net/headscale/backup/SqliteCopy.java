package net.headscale.backup;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import net.headscale.journal.sql.Migrations;

/// Makes SQLite files that hold what a database held at one moment.
final class SqliteCopy {
    private static final Migrations MIGRATIONS = Migrations.of("sqlite");

    private SqliteCopy() {}

    /// Opens a copy, which nobody else uses.
    static Connection open(Path copy) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + copy);
    }

    /// Copies a SQLite database as a whole, page by page and without its gaps.
    ///
    /// @param into an empty file
    static void ofFile(Connection from, Path into) throws SQLException {
        try (PreparedStatement vacuum = from.prepareStatement("VACUUM INTO ?")) {
            vacuum.setString(1, into.toString());
            vacuum.execute();
        }
    }

    /// Copies all rows that `from` sees, of any kind of database.
    ///
    /// @param from in a transaction that sees one moment
    /// @param version its schema
    /// @param into an empty file
    static void ofRows(Connection from, int version, Path into) throws SQLException {
        make(into, version);
        try (Connection copy = open(into)) {
            copy.setAutoCommit(false);
            Rows.copyAll(from, copy);
            copy.commit();
        }
    }

    /// Brings an empty file, or an older copy, to a schema.
    static void make(Path copy, int version) throws SQLException {
        MIGRATIONS.upTo(version).run("jdbc:sqlite:" + copy, "", "");
    }

    /// Removes every row: a migration may have left some.
    static void empty(Connection connection, List<Table> tables) throws SQLException {
        try (Statement delete = connection.createStatement()) {
            for (Table table : tables.reversed()) {
                delete.executeUpdate("DELETE FROM " + table.name());
            }
        }
    }

    /// @throws BackupRefused if the file's pages or references are not whole
    static void check(Connection copy, Path shown) throws SQLException {
        try (Statement statement = copy.createStatement()) {
            try (ResultSet answer = statement.executeQuery("PRAGMA quick_check(1)")) {
                if (!answer.next() || !"ok".equals(answer.getString(1))) {
                    throw new BackupRefused(shown + " is damaged: " + answer.getString(1));
                }
            }
            try (ResultSet broken = statement.executeQuery("PRAGMA foreign_key_check")) {
                if (broken.next()) {
                    throw new BackupRefused(shown + " is not whole: a row of " + broken.getString(1)
                            + " refers to one of " + broken.getString(3) + " that is not there");
                }
            }
        }
    }
}
