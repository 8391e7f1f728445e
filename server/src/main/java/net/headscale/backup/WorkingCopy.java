package net.headscale.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import net.headscale.journal.sql.Database;
import net.headscale.journal.sql.Migrations;
import net.headscale.journal.sql.Schema;
import net.headscale.journal.sqlite.SqliteJournal;

/// A SQLite file, for a moment, with rows at the newest schema that are to replace those of a database.
///
/// @param file removed when the copy is closed
/// @param kept the private keys that belong to the rows
public record WorkingCopy(Path file, KeptFiles kept) implements AutoCloseable {
    /// A copy without rows, to be filled through a journal.
    ///
    /// @param folder where it lies
    /// @throws BackupRefused if it cannot be written there
    public static WorkingCopy empty(Path folder) {
        WorkingCopy copy = new WorkingCopy(part(folder), new KeptFiles(java.util.Map.of()));
        try {
            SqliteCopy.make(copy.file, Migrations.NEWEST);
            return copy;
        } catch (SQLException failure) {
            copy.close();
            throw new BackupRefused("cannot write a working copy to " + folder + ": " + failure.getMessage());
        }
    }

    /// This copy with private keys that belong to its rows.
    ///
    /// @param texts what the key files hold, by their name in backups
    public WorkingCopy keeping(java.util.Map<String, String> texts) {
        return new WorkingCopy(file, new KeptFiles(texts));
    }

    /// The rows of a backup, migrated.
    ///
    /// @throws BackupRefused if the file is no backup, or a newer server's
    static WorkingCopy of(Path backup, Path folder) {
        Path part = part(folder);
        try (Database database = SqliteJournal.toRead(backup)) {
            try (Connection from = database.connect()) {
                checkSchema(from, backup);
                SqliteCopy.ofFile(from, part);
            } catch (SQLException failure) {
                throw database.explain(failure);
            }
            return finished(part, backup);
        } catch (RuntimeException refused) {
            new WorkingCopy(part, new KeptFiles(java.util.Map.of())).close();
            throw refused;
        }
    }

    private static void checkSchema(Connection from, Path backup) throws SQLException {
        try (Statement query = from.createStatement();
                var book = query.executeQuery("SELECT 1 FROM sqlite_master WHERE name = 'flyway_schema_history'")) {
            if (!book.next()) {
                throw new BackupRefused(backup + " is no backup of this server; the database of a headscale is brought"
                        + " along by: headscale import --from " + backup);
            }
        }
        Schema.of(from, null).refuseIfNewerThan(Migrations.of("sqlite"), backup.toString(), java.util.Optional.empty());
    }

    /// Takes the keys out, and brings the rows to the newest schema.
    static WorkingCopy finished(Path part, Path shown) {
        try (Connection copy = SqliteCopy.open(part)) {
            SqliteCopy.check(copy, shown);
            KeptFiles kept = KeptFiles.in(copy);
            try (Statement drop = copy.createStatement()) {
                drop.execute("DROP TABLE IF EXISTS " + KeptFiles.TABLE);
            }
            SqliteCopy.make(part, Migrations.NEWEST);
            return new WorkingCopy(part, kept);
        } catch (SQLException failure) {
            throw new BackupRefused(shown + " cannot be read: " + failure.getMessage());
        }
    }

    static Path part(Path folder) {
        try {
            return PrivateFile.begin(folder.resolve("restoring"));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write to " + folder + ": " + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() {
        try {
            for (String suffix : new String[] {"", "-wal", "-shm", "-journal", ".lock"}) {
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
            }
        } catch (IOException left) {
            throw new UncheckedIOException("cannot remove the working copy " + file, left);
        }
    }
}
