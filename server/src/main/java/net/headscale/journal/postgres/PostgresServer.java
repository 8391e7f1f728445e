package net.headscale.journal.postgres;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Where a PostgreSQL database is, and who we are to it.
///
/// @param at where the server is reached
/// @param database which of the server's
/// @param user the role to log in as
/// @param password its password; may be empty when the server asks for none
public record PostgresServer(PostgresAddress at, String database, String user, String password) {
    /// The database's URL for the driver, without secrets.
    ///
    /// The time-outs bound every wait for the server: 10 s for a connection, 30 s for an answer. The option asks
    /// for what should be a matter of course: a database may be set to acknowledge what is not on its disk yet.
    String url() {
        return "jdbc:postgresql://" + at.authority() + "/" + encoded(database) + "?" + at.parameters()
                + "&ApplicationName=headscale&connectTimeout=10&socketTimeout=30&tcpKeepAlive=true"
                + "&reWriteBatchedInserts=true"
                + "&options=" + encoded("-c synchronous_commit=on -c lock_timeout=10s");
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// The database and where it is; nothing secret.
    @Override
    public String toString() {
        return database + " on " + at;
    }
}
