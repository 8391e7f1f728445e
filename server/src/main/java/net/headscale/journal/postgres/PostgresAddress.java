package net.headscale.journal.postgres;

import java.nio.file.Path;

/// Where a PostgreSQL server is reached.
public sealed interface PostgresAddress {
    /// By TCP.
    ///
    /// @param host a name or an address
    /// @param tls how far to trust the way there
    record Tcp(String host, int port, Tls tls) implements PostgresAddress {
        @Override
        public String authority() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }

        @Override
        public String parameters() {
            return tls.parameters();
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /// By a unix socket of this machine: no TLS, and the server may ask the kernel who we are (`peer`).
    ///
    /// @param file the socket, such as `/run/postgresql/.s.PGSQL.5432`
    record Unix(Path file) implements PostgresAddress {
        /// The driver asks for a host; [UnixSocket] does not use it.
        @Override
        public String authority() {
            return "localhost";
        }

        @Override
        public String parameters() {
            return "sslmode=disable&socketFactory=" + UnixSocketFactory.class.getName() + "&socketFactoryArg="
                    + PostgresServer.encoded(file.toString());
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }

    /// As libpq takes a host: one that begins with `/` is the folder of the socket, which is named for the port.
    static PostgresAddress of(String host, int port, Tls tls) {
        return host.startsWith("/") ? new Unix(Path.of(host, ".s.PGSQL." + port)) : new Tcp(host, port, tls);
    }

    /// Host and port in the driver's URL.
    String authority();

    /// What the driver must know of the way there, as parameters of its URL.
    String parameters();
}
