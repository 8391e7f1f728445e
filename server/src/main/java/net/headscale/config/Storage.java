package net.headscale.config;

import java.nio.file.Files;
import java.nio.file.Path;
import net.headscale.config.key.Environment;
import net.headscale.config.key.Reading;

/// What the server keeps on disk.
///
/// @param noiseKey the file of the server's Noise key; made when it is missing
/// @param database where tailnets are kept
/// @param postgresRoots whom to trust with the certificate of a PostgreSQL server: a file of certificates, or libpq's
///     word `system`: whom Java trusts
public record Storage(Path noiseKey, Database database, String postgresRoots) {
    static Storage read(Reading reading) {
        Database database = Database.read(reading);
        return new Storage(
                reading.path("noise.private_key_path", reading.folder().resolve("noise_private.key")),
                database,
                postgresRoots(reading.environment()));
    }

    /// As libpq and headscale's driver find them.
    private static String postgresRoots(Environment environment) {
        String named = environment.variable("PGSSLROOTCERT");
        if (named.isEmpty()) {
            Path usual = environment.home().resolve(".postgresql/root.crt");
            return Files.exists(usual) ? usual.toString() : "system";
        }
        return named.equals("system")
                ? named
                : environment.path(named, environment.current()).toString();
    }

    /// Where tailnets are kept.
    public sealed interface Database {
        /// A file of this machine.
        record Sqlite(Path file) implements Database {}

        /// A PostgreSQL server.
        record Postgres(Server server, Login login, int mostConnections) implements Database {}

        /// @param host a name, an address, or the folder of a socket
        /// @param name the database's name
        /// @param sslMode libpq's word: `disable`, `require`, `verify-full` …
        record Server(String host, int port, String name, String sslMode) {}

        /// @param password empty when the server asks for none
        record Login(String user, String password) {
            @Override
            public String toString() {
                return "Login(" + user + ", redacted)";
            }
        }

        private static Database read(Reading reading) {
            return switch (reading.choice("database.type", Type.SQLITE, Type.class)) {
                case SQLITE, SQLITE3 ->
                    new Sqlite(reading.path(
                            "database.sqlite.path", reading.folder().resolve("db.sqlite")));
                case POSTGRES -> readPostgres(reading);
            };
        }

        private static Postgres readPostgres(Reading reading) {
            if (!reading.isSet("database.postgres.host")) {
                reading.reject("database.postgres.host", "is missing", "set it to the host of the PostgreSQL server");
            }
            var server = new Server(
                    reading.text("database.postgres.host", ""),
                    reading.number("database.postgres.port", 5432, 1, 65_535),
                    reading.text("database.postgres.name", "headscale"),
                    reading.read("database.postgres.ssl", "disable", Database::sslMode));
            var login = new Login(
                    reading.text("database.postgres.user", "headscale"), reading.text("database.postgres.pass", ""));
            return new Postgres(server, login, reading.number("database.postgres.max_open_conns", 10, 1, 1_000));
        }

        private static String sslMode(String text) {
            return switch (text) {
                case "false" -> "disable";
                case "true" -> "require";
                case "disable", "allow", "prefer", "require", "verify-ca", "verify-full" -> text;
                default -> throw new IllegalArgumentException("expected true, false or an sslmode, found " + text);
            };
        }

        /// The words for a kind of database.
        enum Type {
            SQLITE,
            SQLITE3,
            POSTGRES
        }
    }
}
