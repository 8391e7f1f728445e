package net.headscale.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import net.headscale.journal.postgres.Copies;
import net.headscale.journal.postgres.PostgresServer;
import net.headscale.journal.sql.Schema;

/// Backups of a PostgreSQL database from before its migrations: `<database>.schema-<version>` in a folder of this
/// machine.
public final class BeforeMigration implements Copies {
    private final Path folder;
    private final String name;

    private BeforeMigration(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    /// @param folder made when it is needed
    public static BeforeMigration in(Path folder, PostgresServer server) {
        return new BeforeMigration(folder, server.database() + ".schema-");
    }

    @Override
    public void make(Connection connection, Schema schema) throws SQLException {
        Path file = PrivateFile.free(folder.resolve(name + schema.version()));
        try {
            Path part = PrivateFile.begin(file);
            SqliteCopy.ofRows(connection, schema.version(), part);
            PrivateFile.finish(part, file);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot copy the database to " + file + " before it is migrated", failure);
        }
    }

    @Override
    public Optional<String> newest() {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(name))
                    .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
                    .map(file -> file + " (headscale restore --force " + file + ")");
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
