package net.headscale.journal.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import net.headscale.journal.sql.Database;
import net.headscale.journal.sql.Migrations;
import net.headscale.journal.sql.Schema;

/// A PostgreSQL database with the newest schema.
final class PostgresDatabase implements Database {
    private final PostgresServer server;

    private PostgresDatabase(PostgresServer server) {
        this.server = server;
    }

    static PostgresDatabase open(PostgresServer server, Migrations migrations, Copies copies) {
        PostgresDatabase database = new PostgresDatabase(server);
        database.migrate(migrations, copies);
        return database;
    }

    static PostgresDatabase asItIs(PostgresServer server) {
        return new PostgresDatabase(server);
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(server.url(), server.user(), server.password());
    }

    @Override
    public RuntimeException explain(SQLException failure) {
        return PostgresFailures.explain(server, failure);
    }

    @Override
    public String begin() {
        return "BEGIN";
    }

    /// Another server may write between two of our queries; every change of a tailnet goes through its row.
    @Override
    public String whileUnchanged() {
        return " FOR SHARE";
    }

    @Override
    public void close() {}

    private void migrate(Migrations migrations, Copies copies) {
        try (Connection connection = connect()) {
            Schema found = Schema.of(connection, connection.getSchema());
            found.refuseIfNewerThan(migrations, server.toString(), copies.newest());
            if (found.isOlderThan(migrations)) {
                if (!found.isEmpty()) {
                    copies.make(connection, found);
                }
                migrations.run(server.url(), server.user(), server.password());
            }
        } catch (SQLException failure) {
            throw explain(failure);
        }
    }
}
