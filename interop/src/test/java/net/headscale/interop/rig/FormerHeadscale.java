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
    private final String program;

    private FormerHeadscale(Headscale product, String program) {
        this.product = product;
        this.program = program;
    }

    /// Writes the configuration for both, and the map with the one relay.
    public static FormerHeadscale install(Headscale product, DerpRelay relay) {
        Path script = Repository.root().resolve("interop/clients/build");
        Path folder = Path.of(Repository.run(script, RELEASE).strip());
        product.write("derp.yaml", relay.mapAsYaml());
        product.write("config.yaml", """
                server_url: %s
                listen_addr: 0.0.0.0:8000
                noise: {private_key_path: %2$s/noise_private.key}
                prefixes: {v4: 100.64.0.0/10, v6: fd7a:115c:a1e0::/48, allocation: sequential}
                derp: {server: {enabled: false}, urls: [], paths: [%2$s/derp.yaml], auto_update_enabled: false}
                database: {type: sqlite, sqlite: {path: %2$s/db.sqlite}}
                dns: {magic_dns: true, base_domain: former.test, override_local_dns: false, nameservers: {global: []}}
                unix_socket: %2$s/headscale.sock
                policy: {mode: database}
                disable_check_updates: true
                """.formatted(Headscale.URL, product.folder()));
        return new FormerHeadscale(product, folder.resolve("headscale").toString());
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
