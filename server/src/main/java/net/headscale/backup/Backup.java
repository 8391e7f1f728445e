package net.headscale.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import net.headscale.journal.sql.Database;

/// Makes a backup: a SQLite file with everything that a database held at one moment, and the private keys beside it.
///
/// Whoever uses the database goes on. What was acknowledged before the call is in the backup.
public final class Backup {
    private Backup() {}

    /// @param keys the private keys to keep, by their name in backups
    /// @param file where the backup goes: 0600, there whole or not at all
    /// @param replaces whether a file that is there may be replaced
    /// @return what is in it
    /// @throws BackupRefused if there is such a file, or nothing to keep
    public static Census take(Store store, Map<String, Path> keys, Path file, boolean replaces) {
        PrivateFile.checkFree(file, replaces);
        KeptFiles kept = KeptFiles.read(keys);
        try {
            Path part = PrivateFile.begin(file);
            try {
                Census census = fill(store, kept, part);
                PrivateFile.finish(part, file);
                return census;
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write the backup " + file + ": " + failure.getMessage(), failure);
        }
    }

    private static Census fill(Store store, KeptFiles kept, Path part) {
        try (Database database = store.toRead()) {
            copy(store, database, part);
            try (Connection backup = SqliteCopy.open(part)) {
                SqliteCopy.check(backup, part);
                kept.writeInto(backup);
                return Census.of(backup);
            } catch (SQLException failure) {
                throw new UncheckedIOException(
                        "cannot write the backup", new IOException(failure.getMessage(), failure));
            }
        }
    }

    private static void copy(Store store, Database database, Path part) {
        try {
            switch (store) {
                case Store.Sqlite _ -> {
                    Snapshot.open(store, database).close(); // says what is wrong with it
                    try (Connection from = database.connect()) {
                        SqliteCopy.ofFile(from, part);
                    }
                }
                case Store.Postgres _ -> {
                    try (Snapshot from = Snapshot.open(store, database)) {
                        SqliteCopy.ofRows(from.connection(), from.schema().version(), part);
                    }
                }
            }
        } catch (SQLException failure) {
            throw database.explain(failure);
        }
    }
}
