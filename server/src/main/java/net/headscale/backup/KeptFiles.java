package net.headscale.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/// The private keys that lie beside a database, as a backup holds them: without the Noise key no client that runs finds
/// the server again.
///
/// @param texts what the files hold, by their name in backups
record KeptFiles(Map<String, String> texts) {
    static final String TABLE = "kept_files";

    private static final long MOST_BYTES = 4_096;

    KeptFiles {
        texts = Map.copyOf(texts);
    }

    /// @param files by name; those that are not there are left out
    static KeptFiles read(Map<String, Path> files) {
        Map<String, String> texts = new LinkedHashMap<>();
        try {
            for (var entry : files.entrySet()) {
                Path file = entry.getValue();
                if (Files.exists(file) && Files.size(file) <= MOST_BYTES) {
                    texts.put(entry.getKey(), Files.readString(file, StandardCharsets.US_ASCII));
                }
            }
            return new KeptFiles(texts);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read the private keys: " + failure.getMessage(), failure);
        }
    }

    /// Those that a backup holds.
    static KeptFiles in(Connection backup) throws SQLException {
        Map<String, String> texts = new LinkedHashMap<>();
        try (ResultSet tables = backup.getMetaData().getTables(null, null, TABLE, new String[] {"TABLE"})) {
            if (!tables.next()) {
                return new KeptFiles(texts);
            }
        }
        try (Statement select = backup.createStatement();
                ResultSet rows = select.executeQuery("SELECT name, text FROM " + TABLE)) {
            while (rows.next()) {
                texts.put(rows.getString(1), rows.getString(2));
            }
        }
        return new KeptFiles(texts);
    }

    void writeInto(Connection backup) throws SQLException {
        try (Statement create = backup.createStatement()) {
            create.execute("CREATE TABLE " + TABLE + " (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT");
        }
        try (PreparedStatement insert = backup.prepareStatement("INSERT INTO " + TABLE + " VALUES (?, ?)")) {
            for (var entry : texts.entrySet()) {
                insert.setString(1, entry.getKey());
                insert.setString(2, entry.getValue());
                insert.execute();
            }
        }
    }

    /// Refuses to lose a key that is there and differs.
    ///
    /// @param files where each belongs, by name
    void checkAgainst(Map<String, Path> files) {
        KeptFiles there = read(files);
        for (var entry : texts.entrySet()) {
            String other = there.texts().getOrDefault(entry.getKey(), entry.getValue());
            if (!other.strip().equals(entry.getValue().strip())) {
                throw new BackupRefused("the private key " + files.get(entry.getKey())
                        + " is another one than the backup's: repeat with --force to replace it");
            }
        }
    }

    @Override
    public String toString() {
        return "KeptFiles(" + texts.keySet() + ", redacted)";
    }
}
