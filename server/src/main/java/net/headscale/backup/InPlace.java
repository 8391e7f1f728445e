package net.headscale.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/// Puts rows in the place of another program's SQLite file, which stays beside as `NAME.headscale`: a server that takes
/// over the configuration of the former one finds its database where that was.
public final class InPlace {
    private InPlace() {}

    /// At every moment there is a whole database in the place: the former one or ours.
    ///
    /// @param copy in the same folder
    /// @param keys where private keys belong, by their name in backups
    /// @param replaces whether other keys there may be replaced
    /// @return where the former one is now
    /// @throws BackupRefused if the other program still runs, or a key would be lost
    public static Path of(Path file, WorkingCopy copy, Map<String, Path> keys, boolean replaces) {
        if (!replaces) {
            copy.kept().checkAgainst(keys);
        }
        settle(file);
        try (PutFiles put = PutFiles.put(copy.kept(), keys, file)) {
            Path kept = PrivateFile.free(file.resolveSibling(file.getFileName() + ".headscale"));
            Files.setOwner(copy.file(), Files.getOwner(file));
            Files.createLink(kept, file);
            finish(copy.file(), file, kept, put);
            return kept;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot take the place of " + file + ": " + failure.getMessage(), failure);
        }
    }

    private static void finish(Path copy, Path file, Path kept, PutFiles put) throws IOException {
        try {
            PrivateFile.finish(copy, file);
            put.keep();
        } catch (IOException failure) {
            if (Files.isSameFile(kept, file)) {
                Files.delete(kept); // the second name of what is still in its place
                throw failure;
            }
            put.keep();
            throw new UncheckedIOException(
                    "the database " + file + " is ours now and headscale's is in " + kept
                            + ", but whether that is on the disk is not known: " + failure.getMessage(),
                    failure);
        }
    }

    /// Ends WAL mode, which only who has the file alone can do: a log that was left would be taken for ours.
    private static void settle(Path file) {
        try (Connection connection = SqliteCopy.open(file);
                Statement statement = connection.createStatement();
                ResultSet mode = statement.executeQuery("PRAGMA journal_mode = DELETE")) {
            if (!mode.next() || !"delete".equals(mode.getString(1))) {
                throw new BackupRefused("another program has " + file + " open: stop the former server first");
            }
        } catch (SQLException busy) {
            throw new BackupRefused(
                    "cannot have " + file + " alone (" + busy.getMessage() + "): stop the former server first");
        }
    }
}
