package net.headscale.journal.postgres;

import java.util.Locale;

/// How far to trust the way to a server.
///
/// @param mode what is asked of it
/// @param roots whose certificates are trusted: a file of them, or [#MACHINE]
public record Tls(Mode mode, String roots) {
    /// Trust whom Java trusts; libpq's word for `sslrootcert`.
    public static final String MACHINE = "system";

    /// No TLS.
    public static final Tls NONE = new Tls(Mode.DISABLE, MACHINE);

    /// libpq's `sslmode`.
    public enum Mode {
        DISABLE,
        ALLOW,
        PREFER,
        REQUIRE,
        VERIFY_CA,
        VERIFY_FULL;

        /// From libpq's word for it, such as `verify-full`.
        ///
        /// @throws IllegalArgumentException if it is none of them
        public static Mode parse(String text) {
            for (Mode mode : values()) {
                if (mode.word().equals(text)) {
                    return mode;
                }
            }
            throw new IllegalArgumentException("expected an sslmode such as verify-full, found " + text);
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// For the driver. As in libpq, whoever requires TLS and names certificates wants them used.
    String parameters() {
        boolean isVerified = mode.compareTo(Mode.VERIFY_CA) >= 0;
        if (roots.equals(MACHINE)) { // the driver looks into ~/.postgresql only
            return "sslmode=" + mode.word()
                    + (isVerified ? "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory" : "");
        }
        Mode meant = mode == Mode.REQUIRE ? Mode.VERIFY_CA : mode;
        return "sslmode=" + meant.word() + "&sslrootcert=" + PostgresServer.encoded(roots);
    }
}
