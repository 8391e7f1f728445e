package net.headscale.journal.sql;

import java.sql.SQLException;
import java.util.Map;
import net.headscale.journal.IdKind;
import net.headscale.journal.sql.column.Cells;
import net.headscale.journal.sql.column.Statements;

/// The table of ids that nobody was given yet.
final class IdLeases {
    private static final String LEASE = """
            INSERT INTO id_leases (kind, next) VALUES (?, ?)
            ON CONFLICT (kind) DO UPDATE SET next = id_leases.next + ? RETURNING next""";
    private static final String PASS = """
            INSERT INTO id_leases (kind, next) VALUES (?, ?) ON CONFLICT (kind) DO UPDATE
            SET next = CASE WHEN id_leases.next < excluded.next THEN excluded.next ELSE id_leases.next END""";

    private static final String PROBE = "INSERT INTO id_leases (kind, next) VALUES ('probe', 0)";
    private static final String TAKE_BACK = "DELETE FROM id_leases WHERE kind = 'probe'";

    private IdLeases() {}

    /// @return the first of `count` ids
    static long lease(Statements sql, IdKind kind, int count) throws SQLException {
        long next = sql.first(LEASE, Cells::number, name(kind), 1L + count, (long) count)
                .orElseThrow();
        return next - count;
    }

    /// Never leases ids up to these.
    static void pass(Statements sql, Map<IdKind, Long> highest) throws SQLException {
        sql.each(
                PASS,
                highest.entrySet(),
                (columns, entry) -> columns.text(name(entry.getKey())).number(entry.getValue() + 1));
    }

    /// Writes a row and takes it back. To set what is there already would not do: SQLite does not write that.
    static int probe(Statements sql) throws SQLException {
        sql.change(PROBE);
        return sql.change(TAKE_BACK);
    }

    private static String name(IdKind kind) {
        return switch (kind) {
            case TAILNET -> "tailnet";
            case USER -> "user";
            case NODE -> "node";
            case PREAUTH_KEY -> "preauth_key";
            case API_KEY -> "api_key";
        };
    }
}
