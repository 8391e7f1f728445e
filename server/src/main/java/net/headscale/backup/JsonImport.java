package net.headscale.backup;

import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.headscale.backup.Table.Column;
import net.headscale.backup.Table.Kind;
import net.headscale.journal.sql.Migrations;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Reads what [JsonExport] wrote, of this schema or an older one.
public final class JsonImport {
    private static final int LONGEST_TEXT = 64 << 20; // characters; the longest text of a row is a policy

    private final JsonParser json;
    private final Path copy;
    private final Map<String, String> files = new LinkedHashMap<>();
    private int schema;

    private JsonImport(JsonParser json, Path copy) {
        this.json = json;
        this.copy = copy;
    }

    /// Fills a working copy; close it after use.
    ///
    /// @param shown what the document is called in messages
    /// @param folder where the copy lies
    /// @throws BackupRefused if the document is no export, or a newer server's
    public static WorkingCopy read(InputStream document, String shown, Path folder) {
        Path part = WorkingCopy.part(folder);
        var factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(LONGEST_TEXT)
                        .build())
                .build();
        try (JsonParser json = factory.createParser(ObjectReadContext.empty(), document)) {
            new JsonImport(json, part).read();
            return WorkingCopy.finished(part, Path.of(shown));
        } catch (JacksonException | SQLException | BackupRefused unusable) {
            new WorkingCopy(part, new KeptFiles(Map.of())).close();
            throw unusable instanceof BackupRefused refused
                    ? refused
                    : new BackupRefused(shown + " is no export of headscale: " + unusable.getMessage());
        }
    }

    private void read() throws SQLException {
        if (json.nextToken() != JsonToken.START_OBJECT
                || !"format".equals(json.nextName())
                || !JsonExport.FORMAT.equals(json.nextStringValue())) {
            throw new BackupRefused("expected a document that begins with {\"format\": \"" + JsonExport.FORMAT
                    + "\": headscale export makes one");
        }
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            switch (name) {
                case "schema" -> begin(json.getIntValue());
                case "files" -> readFiles();
                case "tables" -> readTables();
                default -> json.skipChildren();
            }
        }
        if (schema == 0) {
            throw new BackupRefused("the export does not say which schema it has");
        }
    }

    private void begin(int version) throws SQLException {
        if (version > Migrations.NEWEST || version < 1) {
            throw new BackupRefused("the export is of schema " + version + ", this server knows 1 to "
                    + Migrations.NEWEST + ": use the server that made it");
        }
        schema = version;
        SqliteCopy.make(copy, version);
    }

    private void readFiles() {
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            files.put(name, json.nextStringValue());
        }
    }

    private void readTables() throws SQLException {
        if (schema == 0) {
            throw new BackupRefused("expected the schema before the tables");
        }
        try (Connection connection = SqliteCopy.open(copy)) {
            connection.setAutoCommit(false);
            Map<String, Table> tables = new HashMap<>();
            List<Table> inOrder = Tables.of(connection);
            inOrder.forEach(table -> tables.put(table.name(), table));
            SqliteCopy.empty(connection, inOrder);
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                Table table = tables.get(name);
                if (table == null) {
                    throw new BackupRefused("schema " + schema + " has no table " + name);
                }
                readRows(connection, table);
            }
            new KeptFiles(files).writeInto(connection);
            connection.commit();
        }
    }

    private void readRows(Connection connection, Table table) throws SQLException {
        json.nextToken();
        try (Rows.Writer writer = new Rows.Writer(connection, table)) {
            while (json.nextToken() == JsonToken.START_OBJECT) {
                writer.row(readRow(table));
            }
            writer.flush();
        }
    }

    private List<@Nullable Object> readRow(Table table) {
        Map<String, @Nullable Object> members = new HashMap<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            members.put(
                    name,
                    switch (json.nextToken()) {
                        case VALUE_NULL -> null;
                        case VALUE_NUMBER_INT -> json.getLongValue();
                        case VALUE_STRING -> json.getString();
                        default ->
                            throw new BackupRefused("expected a text or a whole number in table " + table.name());
                    });
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (Column column : table.columns()) {
            if (!members.containsKey(column.name())) {
                throw new BackupRefused("a row of table " + table.name() + " lacks " + column.name());
            }
            Object value = members.get(column.name());
            values.add(
                    column.kind() == Kind.BYTES && value instanceof String text
                            ? Base64.getDecoder().decode(text)
                            : value);
        }
        return values;
    }
}
