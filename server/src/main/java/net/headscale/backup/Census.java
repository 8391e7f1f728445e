package net.headscale.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import net.headscale.journal.Amount;

/// How many rows a database holds, by table.
public record Census(Map<String, Long> rows) {
    /// What every database holds as soon as a server has started on it, and what nobody misses.
    private static final Set<String> ALWAYS_THERE = Set.of("tailnets", "users", "id_leases", "pending_logins");

    public Census {
        rows = Map.copyOf(rows);
    }

    static Census of(Connection connection) throws SQLException {
        Map<String, Long> rows = new LinkedHashMap<>();
        for (Table table : Tables.of(connection)) {
            try (Statement count = connection.createStatement();
                    ResultSet answer = count.executeQuery("SELECT count(*) FROM " + table.name())) {
                answer.next();
                rows.put(table.name(), answer.getLong(1));
            }
        }
        return new Census(rows);
    }

    /// How many rows a table has; zero where there is no such table.
    public long of(String table) {
        return rows.getOrDefault(table, 0L);
    }

    /// Whether nobody has done anything yet but start a server.
    public boolean isUntouched() {
        boolean hasOthers =
                rows.entrySet().stream().anyMatch(row -> !ALWAYS_THERE.contains(row.getKey()) && row.getValue() > 0);
        return !hasOthers && of("tailnets") <= 1 && of("users") <= 1;
    }

    /// For people: `2 tailnets, 5 users, 40 nodes`.
    @Override
    public String toString() {
        return String.join(
                ", ",
                counted("tailnets", "tailnet"),
                counted("users", "user"),
                counted("nodes", "node"),
                counted("preauth_keys", "pre-auth key"),
                counted("api_keys", "API key"));
    }

    private String counted(String table, String one) {
        return new Amount(of(table), one).toString();
    }
}
