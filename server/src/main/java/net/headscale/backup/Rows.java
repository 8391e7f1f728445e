package net.headscale.backup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.headscale.backup.Table.Column;
import net.headscale.backup.Table.Kind;
import org.jspecify.annotations.Nullable;

/// Reads and writes whole tables, row by row: a database need not fit into memory.
///
/// A row is a list of values in the order of the table's columns: a text, a `Long`, a `byte[]`, or null.
final class Rows {
    private static final int AT_ONCE = 500; // rows a round trip

    private Rows() {}

    /// Does something with a row.
    interface Each {
        void row(List<@Nullable Object> values) throws SQLException;
    }

    /// @param connection without auto-commit, so that PostgreSQL sends rows as they are asked for
    static void read(Connection connection, Table table, Each each) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(table.select())) {
            select.setFetchSize(AT_ONCE);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    each.row(values(rows, table.columns()));
                }
            }
        }
    }

    /// Adds rows to a table.
    static final class Writer implements Each, AutoCloseable {
        private final List<Column> columns;
        private final PreparedStatement insert;
        private int waiting;

        Writer(Connection connection, Table table) throws SQLException {
            this.columns = table.columns();
            this.insert = connection.prepareStatement(table.insert());
        }

        @Override
        public void row(List<@Nullable Object> values) throws SQLException {
            for (int i = 0; i < columns.size(); i++) {
                set(insert, i + 1, columns.get(i).kind(), values.get(i));
            }
            insert.addBatch();
            if (++waiting == AT_ONCE) {
                flush();
            }
        }

        void flush() throws SQLException {
            if (waiting > 0) {
                insert.executeBatch();
                waiting = 0;
            }
        }

        @Override
        public void close() throws SQLException {
            insert.close();
        }
    }

    /// Makes the rows of one database those of another one of the same schema.
    ///
    /// @param into in a transaction
    static void copyAll(Connection from, Connection into) throws SQLException {
        List<Table> tables = Tables.of(into);
        SqliteCopy.empty(into, tables);
        Map<String, Table> origins = new HashMap<>();
        Tables.of(from).forEach(origin -> origins.put(origin.name(), origin));
        for (Table table : tables) {
            Table origin = origins.get(table.name());
            if (origin == null) {
                throw new IllegalStateException(
                        "expected the same schema on both sides, found no table " + table.name());
            }
            copy(from, origin.inTheOrderOf(table), into, table);
        }
    }

    private static void copy(Connection from, Table origin, Connection into, Table table) throws SQLException {
        try (Writer writer = new Writer(into, table)) {
            read(from, origin, writer);
            writer.flush();
        }
    }

    private static List<@Nullable Object> values(ResultSet row, List<Column> columns) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>(columns.size());
        for (int i = 1; i <= columns.size(); i++) {
            @Nullable Object value = switch (columns.get(i - 1).kind()) {
                case TEXT -> row.getString(i);
                case NUMBER -> row.getLong(i);
                case FLAG -> row.getBoolean(i) ? 1L : 0L;
                case BYTES -> row.getBytes(i);
            };
            values.add(row.wasNull() ? null : value);
        }
        return values;
    }

    private static void set(PreparedStatement statement, int index, Kind kind, @Nullable Object value)
            throws SQLException {
        switch (value) {
            case null -> statement.setNull(index, sqlType(kind));
            case Long number when kind == Kind.FLAG -> statement.setBoolean(index, number != 0);
            case Long number -> statement.setLong(index, number);
            case byte[] bytes -> statement.setBytes(index, bytes);
            default -> statement.setString(index, value.toString());
        }
    }

    private static int sqlType(Kind kind) {
        return switch (kind) {
            case TEXT -> Types.VARCHAR;
            case NUMBER -> Types.BIGINT;
            case FLAG -> Types.BOOLEAN;
            case BYTES -> Types.BINARY;
        };
    }
}
