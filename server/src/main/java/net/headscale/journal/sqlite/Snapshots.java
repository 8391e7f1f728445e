package net.headscale.journal.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.headscale.journal.sql.Schema;

/// Copies of a database from before a migration: `<database>.schema-<version>`, the next of that version with `.2`,
/// `.3` and so on behind it. They are the operator's to remove.
final class Snapshots {
    private Snapshots() {}

    /// Copies the database as it is now.
    static void make(Path database, Connection connection, Schema schema) throws SQLException {
        Path copy = free(database, schema);
        try {
            PrivateFiles.create(copy);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot copy the database to " + copy + " before it is migrated", failure);
        }
        try (PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
            vacuum.setString(1, copy.toString());
            vacuum.execute();
        }
    }

    /// The copy that was made last.
    static Optional<String> newest(Path database) {
        Path folder = database.toAbsolutePath().getParent();
        try (Stream<Path> siblings = Files.list(folder)) {
            String prefix = database.getFileName() + ".schema-";
            return siblings.filter(path -> path.getFileName().toString().startsWith(prefix))
                    .max(Comparator.comparingLong(path -> path.toFile().lastModified()))
                    .map(Path::toString);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static Path free(Path database, Schema schema) {
        String name = database.getFileName() + ".schema-" + schema.version();
        return IntStream.iterate(1, n -> n + 1)
                .mapToObj(n -> database.resolveSibling(n == 1 ? name : name + "." + n))
                .filter(Files::notExists)
                .findFirst()
                .orElseThrow();
    }
}
