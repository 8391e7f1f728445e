package net.headscale.interop.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A PostgreSQL server for all scenarios of this JVM, from the distribution's package; each asks for a database of its
/// own.
///
/// It is reached by its unix socket, which knows no network: so every host finds it. It starts when it is first asked,
/// and ends with the JVM. Thread-safe.
public final class Postgres {
    /// Who owns every database; no password is asked.
    public static final String ROLE = "headscale";

    private static final Duration MOST_TIME_TO_START = Duration.ofMinutes(3); // a busy disk syncs many small files

    private final Shell shell;
    private final Path programs;
    private final AtomicInteger databases = new AtomicInteger();

    private Postgres(Shell shell, Path programs) {
        this.shell = shell;
        this.programs = programs;
    }

    /// Whether the scenarios of this JVM run on PostgreSQL: `-Dinterop.database=postgres`.
    public static boolean isChosen() {
        return "postgres".equals(System.getProperty("interop.database"));
    }

    /// Makes an empty database.
    ///
    /// @return its name
    public static String emptyDatabase() {
        Postgres server = Running.SERVER;
        String name = "scenario" + server.databases.incrementAndGet();
        server.run("createdb", "-h", folder().toString(), "-U", ROLE, name);
        return name;
    }

    /// The folder of the server's socket, whose port is 5432.
    public static Path folder() {
        return Running.SERVER.shell.scratch();
    }

    private static Postgres start() {
        Path folder = new Leftovers(Path.of(System.getProperty("java.io.tmpdir"))).claim();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Leftovers.takeDown(folder), "take down PostgreSQL"));
        var environment = new HashMap<>(Leftovers.processes(folder).environment());
        environment.put("PATH", System.getenv("PATH"));
        var postgres = new Postgres(new Shell(folder, environment), newestPrograms());
        postgres.shell
                .run(List.of("chown", "postgres", folder.toString()), MOST_TIME_TO_START)
                .orThrow();
        String cluster = folder.resolve("cluster").toString();
        postgres.run("initdb", "-A", "trust", "-U", ROLE, "-E", "UTF8", "--no-locale", "-D", cluster);
        // killed at the end: shared memory without a name goes with its last process
        String options = "-c listen_addresses= -c unix_socket_directories=" + folder
                + " -c dynamic_shared_memory_type=mmap -c max_connections=200";
        String log = folder.resolve("postgres.log").toString();
        postgres.run("pg_ctl", "start", "-w", "-t", "180", "-D", cluster, "-l", log, "-o", options);
        return postgres;
    }

    /// PostgreSQL does not run as root; the distribution's package makes a user for it.
    private void run(String program, String... arguments) {
        var command = new ArrayList<>(
                List.of("setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups", "--"));
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        shell.run(command, MOST_TIME_TO_START).of(command).orThrow();
    }

    private static Path newestPrograms() {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("pg_ctl")))
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> new IllegalStateException("no PostgreSQL: install the package 'postgresql'"));
        } catch (IOException missing) {
            throw new UncheckedIOException("install your distribution's package 'postgresql'", missing);
        }
    }

    private static final class Running {
        private static final Postgres SERVER = start();
    }
}
