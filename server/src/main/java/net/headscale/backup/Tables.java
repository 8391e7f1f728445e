package net.headscale.backup;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.headscale.backup.Table.Column;
import net.headscale.backup.Table.Kind;
import org.jspecify.annotations.Nullable;

/// Finds the tables of a journal, whatever its schema: a copy needs no change when a migration adds one.
final class Tables {
    /// The migrations' book, which the copy gets from its own migrations, and what backups hold besides.
    private static final Set<String> NOT_ROWS = Set.of("flyway_schema_history", KeptFiles.TABLE);

    private final DatabaseMetaData meta;
    private final @Nullable String namespace;

    private Tables(DatabaseMetaData meta, @Nullable String namespace) {
        this.meta = meta;
        this.namespace = namespace;
    }

    /// Those that other tables refer to come first.
    static List<Table> of(Connection connection) throws SQLException {
        return new Tables(connection.getMetaData(), connection.getSchema()).inOrder();
    }

    private List<Table> inOrder() throws SQLException {
        Map<String, Set<String>> needs = new HashMap<>();
        Set<String> left = names();
        for (String name : left) {
            needs.put(name, referredBy(name));
        }
        List<Table> tables = new ArrayList<>();
        Set<String> done = new HashSet<>();
        while (!left.isEmpty()) {
            String next = ready(left, needs, done)
                    .orElseThrow(
                            () -> new IllegalStateException("expected tables in an order, found a circle of " + left));
            tables.add(new Table(next, columns(next)));
            done.add(next);
            left.remove(next);
        }
        return tables;
    }

    private static Optional<String> ready(Set<String> left, Map<String, Set<String>> needs, Set<String> done) {
        return left.stream()
                .filter(name -> done.containsAll(needs.getOrDefault(name, Set.of())))
                .findFirst();
    }

    private Set<String> names() throws SQLException {
        Set<String> names = new TreeSet<>();
        try (ResultSet rows = meta.getTables(null, namespace, "%", new String[] {"TABLE"})) {
            while (rows.next()) {
                names.add(rows.getString("TABLE_NAME"));
            }
        }
        names.removeAll(NOT_ROWS);
        return names;
    }

    private Set<String> referredBy(String table) throws SQLException {
        Set<String> referred = new HashSet<>();
        try (ResultSet rows = meta.getImportedKeys(null, namespace, table)) {
            while (rows.next()) {
                referred.add(rows.getString("PKTABLE_NAME"));
            }
        }
        referred.remove(table);
        return referred;
    }

    private List<Column> columns(String table) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (ResultSet rows = meta.getColumns(null, namespace, table, "%")) {
            while (rows.next()) {
                if (table.equals(rows.getString("TABLE_NAME"))) { // an underscore in a pattern is any character
                    columns.add(new Column(rows.getString("COLUMN_NAME"), kind(rows.getInt("DATA_TYPE"))));
                }
            }
        }
        return columns;
    }

    private static Kind kind(int type) {
        return switch (type) {
            case Types.BIT, Types.BOOLEAN -> Kind.FLAG;
            case Types.BIGINT, Types.INTEGER, Types.SMALLINT -> Kind.NUMBER;
            case Types.BINARY, Types.VARBINARY, Types.BLOB -> Kind.BYTES;
            case Types.VARCHAR, Types.CHAR, Types.CLOB -> Kind.TEXT;
            default ->
                throw new IllegalStateException("expected a column that both databases have, found type " + type);
        };
    }
}
