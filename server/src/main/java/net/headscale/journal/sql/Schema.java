package net.headscale.journal.sql;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.headscale.journal.UnknownSchema;
import org.jspecify.annotations.Nullable;

/// Which schema a database has.
///
/// Flyway runs the migrations and keeps the book on them. The book is read here first, because a start on a database
/// that is up to date, which nearly every start is, then needs no Flyway (see decision 0031).
///
/// @param version of the last migration that was run; zero before the first
/// @param description what that migration was called
public record Schema(int version, String description) {
    private static final String BOOK = "flyway_schema_history";
    private static final Schema NONE = new Schema(0, "");

    /// The schema that the database has now.
    ///
    /// @param namespace the SQL schema that our tables are in; null where there is only one
    /// @throws UnknownSchema if the tables in it are another program's
    public static Schema of(Connection connection, @Nullable String namespace) throws SQLException {
        Set<String> tables = tables(connection, namespace);
        if (tables.contains(BOOK)) {
            return lastIn(connection);
        }
        if (!tables.isEmpty()) {
            throw new UnknownSchema("the database holds another program's tables (" + String.join(", ", tables)
                    + "): name another database in the configuration");
        }
        return NONE;
    }

    /// Whether there is a migration to run.
    public boolean isOlderThan(Migrations migrations) {
        return version < migrations.newest();
    }

    /// Whether there is anything in the database that a migration could spoil.
    public boolean isEmpty() {
        return version == 0;
    }

    /// @param migrations those that this server knows
    /// @param database where it is
    /// @param snapshot the newest copy from before a migration to a schema that this server does not know
    /// @throws UnknownSchema if a newer server has changed the database
    public void refuseIfNewerThan(Migrations migrations, String database, Optional<String> snapshot) {
        if (version > migrations.newest()) {
            String back = snapshot.map(copy -> "put back the copy from before its change, " + copy)
                    .orElse("put back a backup from before its change");
            throw new UnknownSchema(
                    "a newer server has changed the database " + database + " to schema " + version + " (" + description
                            + "), this one knows up to " + migrations.newest() + ": run the newer server, or " + back);
        }
    }

    private static Schema lastIn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT version, description FROM " + BOOK
                        + " WHERE version IS NOT NULL ORDER BY installed_rank DESC LIMIT 1")) {
            return rows.next() ? new Schema(Integer.parseInt(rows.getString(1)), rows.getString(2)) : NONE;
        }
    }

    private static Set<String> tables(Connection connection, @Nullable String namespace) throws SQLException {
        DatabaseMetaData meta = connection.getMetaData();
        Set<String> tables = new TreeSet<>();
        try (ResultSet rows = meta.getTables(null, namespace, "%", new String[] {"TABLE"})) {
            while (rows.next()) {
                tables.add(rows.getString("TABLE_NAME"));
            }
        }
        return tables;
    }
}
