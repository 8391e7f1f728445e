package net.headscale.journal.postgres;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Where a PostgreSQL database is, and who we are to it.
///
/// @param host a name or an address
/// @param port such as 5432
/// @param database which of the server's
/// @param user the role to log in as
/// @param password its password; may be empty when the server asks for none
/// @param tls how far to trust the way there
public record PostgresServer(String host, int port, String database, String user, String password, Tls tls) {
    /// The driver's `sslmode`.
    public enum Tls {
        DISABLE("disable"),
        ALLOW("allow"),
        PREFER("prefer"),
        REQUIRE("require"),
        VERIFY_CA("verify-ca"),
        VERIFY_FULL("verify-full");

        private final String mode;

        Tls(String mode) {
            this.mode = mode;
        }

        /// As libpq and the driver call it.
        public String mode() {
            return mode;
        }
    }

    /// The database's URL for the driver, without secrets.
    ///
    /// The time-outs bound every wait for the server: 10 s for a connection, 30 s for an answer. The option asks
    /// for what should be a matter of course: a database may be set to acknowledge what is not on its disk yet.
    String url() {
        String shownHost = host.contains(":") ? "[" + host + "]" : host;
        return "jdbc:postgresql://" + shownHost + ":" + port + "/" + encoded(database) + "?sslmode=" + tls.mode()
                + "&ApplicationName=headscale&connectTimeout=10&socketTimeout=30&tcpKeepAlive=true"
                + "&reWriteBatchedInserts=true"
                + "&options=" + encoded("-c synchronous_commit=on -c lock_timeout=10s");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return database + " on " + host + ":" + port;
    }
}
