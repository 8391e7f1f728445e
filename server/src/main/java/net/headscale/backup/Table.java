package net.headscale.backup;

import java.util.List;
import java.util.stream.Collectors;

/// A table of the journal, as SQLite and PostgreSQL both have it.
///
/// @param columns in the database's order
record Table(String name, List<Column> columns) {
    Table {
        columns = List.copyOf(columns);
    }

    /// A column.
    record Column(String name, Kind kind) {}

    /// What a column holds.
    enum Kind {
        TEXT,
        NUMBER,
        /// True or false; a number, 0 or 1, where a database has no such type, and in every copy.
        FLAG,
        BYTES
    }

    /// The same columns in the order in which another database has them.
    Table inTheOrderOf(Table other) {
        List<Column> ordered =
                other.columns.stream().map(column -> named(column.name())).toList();
        return new Table(name, ordered);
    }

    private Column named(String column) {
        return columns.stream()
                .filter(each -> each.name().equals(column))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("expected a column " + column + " in table " + name));
    }

    String select() {
        return "SELECT " + names() + " FROM " + name;
    }

    String insert() {
        String marks = columns.stream().map(_ -> "?").collect(Collectors.joining(", "));
        return "INSERT INTO " + name + " (" + names() + ") VALUES (" + marks + ")";
    }

    private String names() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }
}
