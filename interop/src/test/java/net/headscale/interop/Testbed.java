package net.headscale.interop;

import net.headscale.interop.rig.ClientVersion;
import net.headscale.interop.rig.DerpRelay;
import net.headscale.interop.rig.Headscale;
import net.headscale.interop.rig.Program;
import net.headscale.interop.rig.RealClient;
import net.headscale.interop.rig.TestNetwork;

/// A network with a relay and a running server that has one namespace.
///
/// @param server the server's first process
record Testbed(TestNetwork network, DerpRelay relay, Headscale headscale, Program server) {
    /// The namespace that [#join] uses.
    static final String NAMESPACE = "home";

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
}
