package net.headscale.interop;

import net.headscale.interop.rig.ClientVersion;
import net.headscale.interop.rig.Command;
import net.headscale.interop.rig.DerpRelay;
import net.headscale.interop.rig.Headscale;
import net.headscale.interop.rig.Outcome;
import net.headscale.interop.rig.Program;
import net.headscale.interop.rig.RealClient;
import net.headscale.interop.rig.TestNetwork;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A network with a relay and a running server that has one namespace.
///
/// @param server the server's first process
record Testbed(TestNetwork network, DerpRelay relay, Headscale headscale, Program server) {
    /// The namespace that [#join] uses.
    static final String NAMESPACE = "home";

    private static final JsonMapper JSON = new JsonMapper();

    /// Starts relay and server in `network`.
    static Testbed start(TestNetwork network) {
        DerpRelay relay = DerpRelay.start(network);
        Headscale headscale = Headscale.install(network);
        headscale.configure(relay);
        Program server = headscale.serve();
        headscale.run("namespace", "create", NAMESPACE);
        return new Testbed(network, relay, headscale, server);
    }

    /// Starts a client that has not joined.
    RealClient client(String name) {
        return RealClient.start(network, name);
    }

    /// Starts the newest client and lets it join with a key of its own.
    RealClient join(String name) {
        return join(name, ClientVersion.V1_102);
    }

    /// Starts a client of some release and lets it join with a key of its own.
    RealClient join(String name, ClientVersion version) {
        RealClient client = RealClient.start(network.addClient(name), version);
        client.up(Headscale.URL, headscale.authKey(NAMESPACE));
        return client;
    }

    /// Starts the newest client and lets it join another namespace.
    RealClient joinTo(String namespace, String name) {
        RealClient client = client(name);
        client.up(Headscale.URL, headscale.authKey(namespace));
        return client;
    }

    /// Makes a user of the namespace.
    void user(String name) {
        headscale.run("-n", NAMESPACE, "users", "create", name);
    }

    /// A key that makes nodes of `user`.
    String keyOf(String user) {
        return headscale.authKey(NAMESPACE, "--user", user);
    }

    /// Starts the newest client and lets it join as a node of `user`.
    ///
    /// @param flags of `tailscale up`
    RealClient joinAs(String user, String name, String... flags) {
        return joinWith(keyOf(user), name, flags);
    }

    /// Starts the newest client and lets it join with a key.
    ///
    /// @param flags of `tailscale up`
    RealClient joinWith(String key, String name, String... flags) {
        RealClient client = client(name);
        client.up(Headscale.URL, key, flags);
        return client;
    }

    /// Puts a policy in force, over the server's unix socket: the time of a command would hide the server's own.
    void policy(String text) {
        headscale.write(
                "policy.json", JSON.createObjectNode().put("policy", text).toString());
        Outcome put = headscale
                .host()
                .attempt(Command.of(
                        "curl",
                        "--silent",
                        "--show-error",
                        "--fail-with-body",
                        "--unix-socket",
                        headscale.socket(),
                        "--request",
                        "PUT",
                        "--header",
                        "content-type: application/json",
                        "--header",
                        "headscale-tailnet: " + NAMESPACE,
                        "--data-binary",
                        "@" + headscale.folder().resolve("policy.json"),
                        "http://headscale/api/v1/policy"));
        put.orThrow();
    }

    /// The node with this name, as the server lists it.
    JsonNode node(String name) {
        return headscale.json("-n", NAMESPACE, "nodes", "list").values().stream()
                .filter(node -> node.path("givenName").asString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no node " + name));
    }
}
