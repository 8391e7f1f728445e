package net.headscale.journal.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.headscale.certificate.SelfSigned;

/// A PostgreSQL server of the tests' own, from the distribution's package: on loopback, with a folder that goes with
/// it.
///
/// PostgreSQL does not run as root; there it runs as the user `postgres`, whom the package makes.
public final class TestPostgres implements AutoCloseable {
    private static final String WAIT_SECONDS = "180"; // a busy machine takes its time to sync many small files
    private static final String ROLE = "headscale";

    private final Path bin;
    private final Path folder;
    private final int port;
    private int databases;

    private TestPostgres(Path bin, Path folder, int port) {
        this.bin = bin;
        this.folder = folder;
        this.port = port;
    }

    public static TestPostgres start() {
        try {
            return made();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("expected time to start PostgreSQL", interrupted);
        }
    }

    private static TestPostgres made() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("headscale-postgres");
        TestPostgres postgres = new TestPostgres(newestBin(), folder, freePort());
        SelfSigned shown = SelfSigned.make(folder, "server", Instant.now().plus(Duration.ofDays(1)));
        run(List.of("chmod", "600", shown.key().toString()));
        if (isRoot()) {
            run(List.of("chown", "-R", "postgres", folder.toString()));
        }
        postgres.runAsPostgres(
                "initdb", "-A", "trust", "-U", ROLE, "-E", "UTF8", "--no-locale", "-D", postgres.cluster());
        postgres.startServer();
        return postgres;
    }

    /// An empty database.
    public PostgresServer emptyDatabase() throws SQLException {
        String name = "test" + ++databases;
        try (Connection connection = connect(server("postgres"))) {
            connection.createStatement().execute("CREATE DATABASE " + name);
        }
        return server(name);
    }

    public PostgresServer server(String database) {
        return server(database, port);
    }

    /// As another process may name a database of such a server.
    public static PostgresServer server(String database, int port) {
        return server(database, new PostgresAddress.Tcp("127.0.0.1", port, Tls.NONE));
    }

    /// The database on another way.
    public static PostgresServer server(String database, PostgresAddress at) {
        return new PostgresServer(at, database, ROLE, "");
    }

    /// A connection for whoever looks at rows.
    public static Connection connect(PostgresServer server) throws SQLException {
        return DriverManager.getConnection(server.url(), server.user(), server.password());
    }

    public int port() {
        return port;
    }

    /// Where the server's unix socket is.
    public Path folder() {
        return folder;
    }

    /// The certificate that it shows, which is for 127.0.0.1 and its own root.
    public Path certificate() {
        return folder.resolve("server.crt");
    }

    public void startServer() throws IOException, InterruptedException {
        String options = "-c listen_addresses=127.0.0.1 -c port=" + port + " -c unix_socket_directories=" + folder
                + " -c ssl=on -c ssl_cert_file=" + folder + "/server.crt -c ssl_key_file=" + folder + "/server.key";
        runAsPostgres(
                "pg_ctl",
                "start",
                "-w",
                "-t",
                WAIT_SECONDS,
                "-D",
                cluster(),
                "-l",
                folder.resolve("log").toString(),
                "-o",
                options);
    }

    /// @param mode `fast`, or `immediate`: as if it had crashed
    public void stopServer(String mode) throws IOException, InterruptedException {
        runAsPostgres("pg_ctl", "stop", "-w", "-t", WAIT_SECONDS, "-D", cluster(), "-m", mode);
    }

    @Override
    public void close() {
        try {
            stopServer("immediate");
            delete(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private String cluster() {
        return folder.resolve("cluster").toString();
    }

    private void runAsPostgres(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"));
        }
        command.add(bin.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("headscale-postgres", ".out");
        try {
            int code = new ProcessBuilder(command)
                    .directory(new java.io.File("/"))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IOException(command + " ended with " + code + ": " + Files.readString(output));
            }
        } finally {
            Files.delete(output);
        }
    }

    private static Path newestBin() throws IOException {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            throw new IOException(
                    "no PostgreSQL in " + versions + ": install your distribution's package 'postgresql'");
        }
        try (Stream<Path> found = Files.list(versions)) {
            return found.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("pg_ctl")))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
