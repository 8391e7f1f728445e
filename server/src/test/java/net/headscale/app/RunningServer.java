package net.headscale.app;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.headscale.app.reload.Reload;
import net.headscale.cli.Cli;
import net.headscale.cli.command.Terminal;
import net.headscale.config.Config;
import net.headscale.config.ConfigReader;
import net.headscale.config.Loaded;
import net.headscale.config.key.Environment;
import net.headscale.journal.Journal;
import net.headscale.journal.TestJournal;
import net.headscale.testkit.client.SimulatedClient;

/// The whole server as `headscale serve` makes it, on loopback, with its configuration in a folder of the test's.
public final class RunningServer implements AutoCloseable {
    private static final Duration SOON = Duration.ofMillis(50);

    final Path folder;
    private final Journal journal;
    private final Clock clock;
    private final Server server;
    private final Reload reload;
    private final List<SimulatedClient> clients = new ArrayList<>();

    private RunningServer(Path folder, Journal journal, Clock clock) {
        this.clock = clock;
        this.folder = folder;
        this.journal = journal;
        try {
            this.server = Server.open(config(), journal, clock, Assembly.version());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        this.reload = server.follow(this::load, List.of(), SOON);
    }

    /// @param config lines of `config.yaml` beside where the server listens and keeps its files
    public static RunningServer start(Path folder, String config) {
        return start(folder, config, Clock.systemUTC());
    }

    /// @param clock the machine's
    public static RunningServer start(Path folder, String config, Clock clock) {
        write(folder, config);
        return new RunningServer(folder, TestJournal.open(), clock);
    }

    /// @param journal closed with the server
    static RunningServer over(Journal journal, Path folder) {
        write(folder, "");
        return new RunningServer(folder, journal, Clock.systemUTC());
    }

    /// Ends this server, and starts another on what it stored.
    RunningServer restart() {
        clients.forEach(SimulatedClient::close);
        server.close();
        return new RunningServer(folder, journal, clock);
    }

    /// Ends this server, and starts another on what it stored, with another configuration.
    RunningServer restart(String config) {
        clients.forEach(SimulatedClient::close);
        server.close();
        write(folder, config);
        return new RunningServer(folder, journal, clock);
    }

    /// Writes another configuration over the one before.
    void configure(String config) {
        write(folder, config);
    }

    private static void write(Path folder, String config) {
        put(folder.resolve("config.yaml"), """
                listen_addr: 127.0.0.1:0
                server_url: http://127.0.0.1:8080
                unix_socket: headscale.sock
                """ + config);
    }

    /// Writes a file as careful programs do: beside it, then over it.
    public static void put(Path file, String text) {
        try {
            Path beside = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(beside, text);
            Files.move(beside, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public void put(String file, String text) {
        put(folder.resolve(file), text);
    }

    /// What SIGHUP does.
    void hangUp() {
        reload.request();
    }

    Server server() {
        return server;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.address().getPort());
    }

    /// A client that has joined.
    public SimulatedClient joined(String hostname) {
        return joined(SimulatedClient.at(uri()).named(hostname));
    }

    /// Has a client join.
    public SimulatedClient joined(SimulatedClient client) {
        clients.add(client);
        client.join(run("preauthkeys", "create"));
        return client;
    }

    /// A client that has joined with this key.
    SimulatedClient joinedBy(String key, String hostname) {
        return joinedBy(key, SimulatedClient.at(uri()).named(hostname));
    }

    /// Has a client join with this key.
    SimulatedClient joinedBy(String key, SimulatedClient client) {
        clients.add(client);
        client.join(key);
        return client;
    }

    /// How a command ended.
    record Outcome(int code, String out, String err) {}

    /// What a command of this machine prints.
    String run(String... words) {
        Outcome outcome = outcome(words);
        if (outcome.code() != 0) {
            throw new AssertionError(String.join(" ", words) + " failed: " + outcome.err());
        }
        return outcome.out().strip();
    }

    /// How a command of this machine ends.
    Outcome outcome(String... words) {
        return outcome(Map.of(), words);
    }

    /// How a command ends that finds these environment variables.
    Outcome outcome(Map<String, String> variables, String... words) {
        var around = new Environment(variables, folder, folder, folder.resolve("etc"));
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal = new Terminal(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                () -> false,
                () -> false);
        int code = new Cli(terminal, around, new Assembly(new Ahead()), InstantSource.system()).run(words);
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Config config() {
        return switch (load()) {
            case Loaded.Ready(Config config, var _) -> config;
            case Loaded.Rejected(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private Loaded load() {
        return new ConfigReader(environment()).read("");
    }

    private Environment environment() {
        return new Environment(Map.of(), folder, folder, folder.resolve("etc"));
    }

    @Override
    public void close() {
        clients.forEach(SimulatedClient::close);
        server.close();
        journal.close();
    }
}
