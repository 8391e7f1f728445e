package net.headscale.interop.rig;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The headscale that a product is to take over from, built from its published module and unchanged.
///
/// It runs on the product's host, in the operator's folder, with the `config.yaml` that the product finds there too.
public final class FormerHeadscale {
    private static final String RELEASE = "headscale-v0.28.0";
    private static final Duration MOST_TIME_TO_START = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    private final Headscale product;
    private final DerpRelay relay;
    private final String program;
    private final String database;

    private FormerHeadscale(Headscale product, DerpRelay relay, String program, String database) {
        this.product = product;
        this.relay = relay;
        this.program = program;
        this.database = database;
    }

    /// Writes the configuration for both, and the map with the one relay.
    public static FormerHeadscale install(Headscale product, DerpRelay relay) {
        Path script = Repository.root().resolve("interop/clients/build");
        Path folder = Path.of(Repository.run(script, RELEASE).strip());
        String database = Postgres.isChosen() ? Postgres.emptyDatabase() : "";
        var former =
                new FormerHeadscale(product, relay, folder.resolve("headscale").toString(), database);
        former.configure(database);
        return former;
    }

    /// What `headscale import --from` calls its database.
    public String origin() {
        return database.isEmpty()
                ? "db.sqlite"
                : "postgres://" + Postgres.ROLE + "@/" + database + "?host=" + Postgres.folder();
    }

    /// Has the product take a new database, where it cannot take over the very file.
    public void makeRoom() {
        if (!database.isEmpty()) {
            configure(Postgres.emptyDatabase());
        }
    }

    private void configure(String name) {
        product.write("derp.yaml", relay.mapAsYaml());
        product.write("config.yaml", """
                server_url: %s
                listen_addr: 0.0.0.0:8000
                noise: {private_key_path: %2$s/noise_private.key}
                prefixes: {v4: 100.64.0.0/10, v6: fd7a:115c:a1e0::/48, allocation: sequential}
                derp: {server: {enabled: false}, urls: [], paths: [%2$s/derp.yaml], auto_update_enabled: false}
                database: %3$s
                dns: {magic_dns: true, base_domain: former.test, override_local_dns: false, nameservers: {global: []}}
                unix_socket: %2$s/headscale.sock
                policy: {mode: database}
                disable_check_updates: true
                """.formatted(Headscale.URL, product.folder(), inYaml(name)));
    }

    private String inYaml(String name) {
        return name.isEmpty()
                ? "{type: sqlite, sqlite: {path: %s/db.sqlite}}".formatted(product.folder())
                : "{type: postgres, postgres: {host: %s, port: 5432, name: %s, user: %s, pass: '', ssl: false}}"
                        .formatted(Postgres.folder(), name, Postgres.ROLE);
    }

    /// Starts it and waits until it answers.
    public Program serve() {
        Program server = product.host().start("former headscale", command("serve"));
        Await.until("an answer of " + server, MOST_TIME_TO_START, () -> {
            if (!server.isRunning()) {
                throw new IllegalStateException(server + " ended: " + server.log());
            }
            return product.isHealthy();
        });
        return server;
    }

    /// Runs it with these arguments.
    ///
    /// @return what it prints
    public String run(String... arguments) {
        Command command = command(arguments).within(MOST_TIME_TO_START);
        return product.host().attempt(command).orThrow().out().strip();
    }

    /// Runs it with these arguments and `-o json`.
    public JsonNode json(String... arguments) {
        return JSON.readTree(
                run(Stream.concat(Stream.of(arguments), Stream.of("-o", "json")).toArray(String[]::new)));
    }

    private Command command(String... arguments) {
        return Command.of(program)
                .and("-c", product.folder().resolve("config.yaml").toString())
                .and(arguments)
                .in(product.folder());
    }
}
