package net.headscale.takeover;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.headscale.wire.json.JsonReader;
import org.jspecify.annotations.Nullable;

/// One row of an origin. A column that its version does not have reads as NULL.
final class Row {
    private final Set<String> columns;
    private final Map<String, Object> cells;

    private Row(Set<String> columns, Map<String, Object> cells) {
        this.columns = columns;
        this.cells = cells;
    }

    /// The row that a query has arrived at.
    static Row of(ResultSet rows) throws SQLException {
        ResultSetMetaData header = rows.getMetaData();
        Set<String> columns = new HashSet<>();
        Map<String, Object> cells = new HashMap<>();
        for (int i = 1; i <= header.getColumnCount(); i++) {
            String column = header.getColumnLabel(i).toLowerCase(Locale.ROOT);
            columns.add(column);
            Object value = rows.getObject(i) instanceof byte[] bytes ? bytes : rows.getString(i);
            if (value != null) {
                cells.put(column, value);
            }
        }
        return new Row(columns, cells);
    }

    /// Whether its version has such a column.
    boolean has(String column) {
        return columns.contains(column);
    }

    /// The first of these columns that holds something; names changed from version to version.
    Optional<String> text(String... columns) {
        for (String column : columns) {
            Object value = cells.get(column);
            if (value != null) {
                String text =
                        value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value.toString();
                if (!text.isEmpty()) {
                    return Optional.of(text);
                }
            }
        }
        return Optional.empty();
    }

    /// A number, zero where there is none.
    long number(String... columns) {
        return text(columns).map(Long::valueOf).orElse(0L);
    }

    boolean flag(String column) {
        return text(column)
                .filter(text -> text.equals("1") || text.startsWith("t"))
                .isPresent();
    }

    Optional<Instant> moment(String column) {
        return text(column).flatMap(MomentText::parse);
    }

    /// A JSON list of texts; `null` is an empty one.
    List<String> list(String column) {
        @Nullable String json = text(column).filter(text -> !text.equals("null")).orElse(null);
        return json == null
                ? List.of()
                : JsonReader.read(json.getBytes(StandardCharsets.UTF_8), in -> in.list(JsonReader::string));
    }

    /// Whether the row was deleted and only kept.
    boolean isDeleted() {
        return moment("deleted_at").isPresent();
    }
}
