package net.headscale.interop.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The product as an operator has it: `headscale` in `PATH`, a folder with a `config.json`, a host to serve from.
///
/// The configuration is the example that the project ships, with the server's address in this network and the network's
/// relay; the database is in SQLite, or in [Postgres] where that is chosen. Every command, `serve` too, runs in that
/// folder.
public final class Headscale {
    /// Where clients find the server: an address, not a name, as in the quick start of 2021.
    public static final String URL = "http://" + TestNetwork.SERVER_ADDRESS + ":8000";

    private static final Duration MOST_TIME_TO_START = Duration.ofSeconds(90); // a cold JVM among many busy ones
    private static final JsonMapper JSON = new JsonMapper();

    private final Host host;
    private final Path folder;

    private Headscale(Host host, Path folder) {
        this.host = host;
        this.folder = folder;
    }

    /// Puts the program on a host of its own, with an empty folder for the operator.
    public static Headscale install(TestNetwork network) {
        Host host = network.addServer();
        host.install(Built.PROGRAM);
        try {
            return new Headscale(host, Files.createDirectory(host.folder().resolve("operator")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes `config.json` from the project's example, and the map with the one relay; the server has none itself.
    public void configure(DerpRelay relay) {
        copyExample();
        edit(Map.of("server_url", URL, "derp.server.enabled", "false"));
        write("derp.yaml", relay.mapAsYaml());
    }

    /// Copies the project's example for the database of this run to `config.json`; in PostgreSQL it is a new one.
    public void copyExample() {
        String database = Postgres.isChosen() ? "postgres" : "sqlite";
        try {
            Files.copy(
                    Repository.root().resolve("config.json." + database + ".example"), folder.resolve("config.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (Postgres.isChosen()) {
            edit(Map.of("db_host", Postgres.folder().toString(), "db_name", Postgres.emptyDatabase(), "db_pass", ""));
        }
    }

    /// Replaces or adds keys of `config.json`.
    public void edit(Map<String, String> changes) {
        try {
            var config = (ObjectNode) JSON.readTree(Files.readString(folder.resolve("config.json")));
            changes.forEach(config::put);
            write("config.json", config.toPrettyString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Replaces or adds keys of `config.json` by JSON values.
    public void configure(Map<String, String> changes) {
        try {
            var config = (ObjectNode) JSON.readTree(Files.readString(folder.resolve("config.json")));
            changes.forEach((key, json) -> config.set(key, JSON.readTree(json)));
            write("config.json", config.toPrettyString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes a file into the operator's folder.
    public void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The host that the product is installed on.
    public Host host() {
        return host;
    }

    /// The operator's folder.
    public Path folder() {
        return folder;
    }

    /// Runs what an operator types, in a shell.
    ///
    /// @throws CommandFailedException if it fails
    public Outcome type(String line) {
        return host.attempt(Command.of("sh", "-c", line).in(folder)).orThrow();
    }

    /// Runs `headscale` with these arguments.
    ///
    /// @throws CommandFailedException if it fails
    public Outcome run(String... arguments) {
        return attempt(arguments).orThrow();
    }

    /// Runs `headscale` with these arguments, which may fail.
    public Outcome attempt(String... arguments) {
        return host.attempt(commandLine().and(arguments));
    }

    /// Runs `headscale` with these arguments and `-o json`.
    ///
    /// @return what it prints
    public JsonNode json(String... arguments) {
        Command command = commandLine().and(arguments).and("-o", "json");
        return JSON.readTree(host.attempt(command).orThrow().out());
    }

    /// Makes a pre-auth key.
    ///
    /// @param flags such as `--reusable`
    public String authKey(String namespace, String... flags) {
        Command create = commandLine()
                .and("-n", namespace, "preauthkey", "create")
                .and(flags)
                .and("-o", "json");
        return JSON.readTree(host.attempt(create).orThrow().out()).path("key").asString();
    }

    /// The names of the nodes of a namespace that the server says are online.
    public List<String> online(String namespace) {
        return json("-n", namespace, "node", "list").values().stream()
                .filter(node -> node.path("online").asBoolean(false))
                .map(node -> node.path("givenName").asString())
                .toList();
    }

    /// The names of all nodes of a namespace.
    public List<String> nodes(String namespace) {
        return json("-n", namespace, "node", "list").values().stream()
                .map(node -> node.path("givenName").asString())
                .toList();
    }

    /// The names of all users of the tailnet that every server has.
    public List<String> users() {
        return json("users", "list").values().stream()
                .map(user -> user.path("name").asString())
                .toList();
    }

    /// The server's unix socket, beside its database; who may open it may do everything.
    public String socket() {
        return folder.resolve("headscale.sock").toString();
    }

    /// Starts the server and waits until it answers.
    ///
    /// @return its process; the JVM itself, since `headscale` ends in `exec`
    public Program serve() {
        return serve(URL);
    }

    /// Starts the server and waits until it answers at `url`, with a certificate that programs trust where it has one.
    ///
    /// @return its process
    public Program serve(String url) {
        Program server = host.start("headscale", commandLine().and("serve"));
        Await.until("an answer of " + server, MOST_TIME_TO_START, () -> {
            if (!server.isRunning()) {
                throw new IllegalStateException(server + " ended: " + server.log());
            }
            return isHealthy(url);
        });
        return server;
    }

    /// Whether the server answers `GET /health` with 200.
    public boolean isHealthy() {
        return isHealthy(URL);
    }

    private boolean isHealthy(String url) {
        return host.attempt(Command.of(
                        "curl", "--silent", "--fail", "--max-time", "2", "--output", "/dev/null", url + "/health"))
                .succeeded();
    }

    private Command commandLine() {
        return Command.of("headscale").in(folder);
    }

    /// The program, which builds itself when it is first called: once, and not inside a network that has no way out.
    private static final class Built {
        private static final Path PROGRAM = build();

        private static Path build() {
            Path program = Repository.root().resolve("headscale");
            Repository.run(program, "version");
            return program;
        }
    }
}
