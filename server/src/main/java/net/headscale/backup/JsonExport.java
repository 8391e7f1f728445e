package net.headscale.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import net.headscale.backup.Table.Column;
import net.headscale.journal.sql.Database;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/// Writes everything that a database holds at one moment as one JSON document, for programs and for looking at it.
///
/// Shape: `{"format": "headscale-export", "warning": …, "schema": N, "files": {name: text}, "tables": {name: [row
/// …]}}`; a row is an object with a member a column, flags as 0 and 1, bytes in base64.
public final class JsonExport {
    static final String FORMAT = "headscale-export";

    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    private static final String WARNING =
            "This file holds secrets: the server's private keys, and hashes of everybody's keys. Keep it as you keep a password.";

    private final JsonGenerator json;

    private JsonExport(JsonGenerator json) {
        this.json = json;
    }

    /// @param keys the private keys to write along, by their name in backups
    /// @param out is not closed
    /// @throws BackupRefused if there is nothing to write
    public static void write(Store store, Map<String, Path> keys, OutputStream out) {
        KeptFiles kept = KeptFiles.read(keys);
        try (Database database = store.toRead()) {
            try (Snapshot snapshot = Snapshot.open(store, database);
                    JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
                new JsonExport(json).write(snapshot, kept);
            } catch (SQLException failure) {
                throw database.explain(failure);
            }
        }
    }

    /// Writes the document into a file: 0600, there whole or not at all.
    ///
    /// @param replaces whether a file that is there may be replaced
    public static void write(Store store, Map<String, Path> keys, Path file, boolean replaces) {
        PrivateFile.checkFree(file, replaces);
        try {
            Path part = PrivateFile.begin(file);
            try {
                try (OutputStream out = Files.newOutputStream(part)) {
                    write(store, keys, out);
                }
                PrivateFile.finish(part, file);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write the export " + file + ": " + failure.getMessage(), failure);
        }
    }

    private void write(Snapshot snapshot, KeptFiles kept) throws SQLException {
        json.writeStartObject();
        json.writeStringProperty("format", FORMAT);
        json.writeStringProperty("warning", WARNING);
        json.writeNumberProperty("schema", snapshot.schema().version());
        json.writeObjectPropertyStart("files");
        kept.texts().forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeObjectPropertyStart("tables");
        for (Table table : Tables.of(snapshot.connection())) {
            write(snapshot.connection(), table);
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }

    private void write(Connection connection, Table table) throws SQLException {
        json.writeArrayPropertyStart(table.name());
        Rows.read(connection, table, values -> {
            json.writeRaw('\n');
            write(table.columns(), values);
        });
        json.writeRaw('\n'); // a line a row: texts compare and grep well
        json.writeEndArray();
    }

    private void write(List<Column> columns, List<@Nullable Object> values) {
        json.writeStartObject();
        for (int i = 0; i < columns.size(); i++) {
            json.writeName(columns.get(i).name());
            switch (values.get(i)) {
                case null -> json.writeNull();
                case Long number -> json.writeNumber(number);
                case byte[] bytes -> json.writeString(Base64.getEncoder().encodeToString(bytes));
                case Object text -> json.writeString(text.toString());
            }
        }
        json.writeEndObject();
    }
}
