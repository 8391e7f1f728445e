package net.headscale.journal.postgres;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import net.headscale.journal.JournalClash;
import net.headscale.journal.JournalUnavailable;

/// What PostgreSQL's failures mean to those who run the server.
///
/// @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">its error codes</a>
final class PostgresFailures {
    private static final int CLASS = 2; // characters of a code that name its class

    private PostgresFailures() {}

    static RuntimeException explain(PostgresServer server, SQLException failure) {
        if (isDistrust(failure)) {
            return unavailable(
                    server,
                    failure,
                    "its certificate is not trusted: name that of its authority in PGSSLROOTCERT, and the host as it does");
        }
        String code = failure.getSQLState() == null ? "" : failure.getSQLState();
        return switch (code.substring(0, Math.min(CLASS, code.length()))) {
            case "23" -> new JournalClash(text(failure), failure);
            case "", "08", "57" -> unavailable(server, failure, "it cannot be reached: check that it runs");
            case "28" -> unavailable(server, failure, "it does not let us in: check user and password");
            case "3D" -> unavailable(server, failure, "it is not there: create it");
            case "25" -> unavailable(server, failure, "it is read-only: check that it is no standby");
            case "40", "55" -> unavailable(server, failure, "another program holds it: end that program's transaction");
            case "53" -> unavailable(server, failure, "it has run out of something: " + shortage(code));
            case "58", "XX" -> unavailable(server, failure, "it fails: look at its log");
            default ->
                new IllegalStateException("the database " + server + " did not understand: " + text(failure), failure);
        };
    }

    /// Whether the server shows a certificate that is not to be trusted; the driver gives that the code of a lost
    /// connection.
    private static boolean isDistrust(SQLException failure) {
        return isOfRootsOrName(failure)
                || Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                        .anyMatch(cause -> cause instanceof CertificateException
                                || cause instanceof CertPathValidatorException
                                || cause instanceof SSLPeerUnverifiedException);
    }

    /// The driver reads the roots and looks at the name itself; what the handshake throws is the cause.
    private static boolean isOfRootsOrName(SQLException failure) {
        return Stream.of(failure.getStackTrace())
                .limit(1)
                .map(StackTraceElement::getClassName)
                .anyMatch(thrower -> thrower.startsWith("org.postgresql.ssl.")
                        && (failure.getCause() == null || !thrower.endsWith(".MakeSSL")));
    }

    private static String shortage(String code) {
        return switch (code) {
            case "53100" -> "make room on its disk";
            case "53300" -> "allow more connections";
            default -> "look at its log";
        };
    }

    private static JournalUnavailable unavailable(PostgresServer server, SQLException failure, String advice) {
        return JournalUnavailable.of(server.toString(), advice, failure);
    }

    private static String text(SQLException failure) {
        return String.valueOf(failure.getMessage());
    }
}
