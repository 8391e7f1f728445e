package net.headscale.takeover;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.headscale.journal.postgres.PostgresJournal;
import net.headscale.journal.postgres.PostgresServer;
import net.headscale.journal.sql.Database;
import net.headscale.journal.sqlite.SqliteJournal;

/// All rows of a headscale database, at one moment.
final class Origin {
    private static final Set<String> OURS = Set.of(
            "users",
            "namespaces",
            "nodes",
            "machines",
            "routes",
            "pre_auth_keys",
            "pre_auth_key_acl_tags",
            "api_keys",
            "oauth_clients",
            "policies",
            "credentials");

    private final Map<String, List<Row>> tables;

    private Origin(Map<String, List<Row>> tables) {
        this.tables = tables;
    }

    /// @throws net.headscale.journal.JournalUnavailable if it cannot be read
    static Origin read(Takeover.From from) {
        try (Database database = switch (from) {
            case Takeover.From.Sqlite(Path file) -> SqliteJournal.toRead(file);
            case Takeover.From.Postgres(PostgresServer server) -> PostgresJournal.toRead(server);
        }) {
            try (Connection connection = database.connect()) {
                connection.setAutoCommit(false);
                return read(connection);
            } catch (SQLException failure) {
                throw database.explain(failure);
            }
        }
    }

    private static Origin read(Connection connection) throws SQLException {
        Map<String, List<Row>> tables = new HashMap<>();
        for (String name : names(connection)) {
            List<Row> rows = new ArrayList<>();
            try (Statement select = connection.createStatement();
                    ResultSet found = select.executeQuery("SELECT * FROM " + name)) {
                while (found.next()) {
                    rows.add(Row.of(found));
                }
            }
            tables.put(name, rows);
        }
        return new Origin(tables);
    }

    private static Set<String> names(Connection connection) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (ResultSet found =
                connection.getMetaData().getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
            while (found.next()) {
                String name = found.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
                if (OURS.contains(name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /// Whether it looks like headscale's at all.
    boolean isHeadscale() {
        return (tables.containsKey("nodes") || tables.containsKey("machines")) && tables.containsKey("pre_auth_keys");
    }

    boolean has(String table) {
        return tables.containsKey(table);
    }

    /// The rows of a table that were not deleted; of the first of these names that there is.
    List<Row> rows(String... names) {
        for (String name : names) {
            List<Row> rows = tables.get(name);
            if (rows != null) {
                return rows.stream().filter(row -> !row.isDeleted()).toList();
            }
        }
        return List.of();
    }
}
