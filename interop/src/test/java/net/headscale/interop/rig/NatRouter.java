package net.headscale.interop.rig;

/// A home router on the network's bridge: a private segment behind one address, and nothing gets in unasked.
///
/// Thread-safe.
public final class NatRouter {
    private static final String GATEWAY = "192.168.10.254";
    private static final int FIRST_CLIENT = 11;

    /// How it chooses the outer port of a flow.
    public enum Mapping {
        /// The same for all destinations: what most home routers do; two peers behind such routers find a direct way.
        EASY,
        /// Another one for each destination: two peers behind such routers need a relay.
        HARD
    }

    private final TestNetwork network;
    private final Host host;
    private final Segment inside;

    /// Guarded by this object.
    private int clients;

    private NatRouter(TestNetwork network, Host host, Segment inside) {
        this.network = network;
        this.host = host;
        this.inside = inside;
    }

    /// Makes a router of a host that is on the bridge.
    static NatRouter open(TestNetwork network, Host host, Mapping mapping) {
        Segment inside = Segment.raise(host, GATEWAY);
        host.run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
        Command masquerade = Command.of("iptables", "-t", "nat", "-A", "POSTROUTING", "-o", "eth0", "-j", "MASQUERADE");
        host.attempt(mapping == Mapping.HARD ? masquerade.and("--random-fully") : masquerade)
                .orThrow();
        for (String chain : new String[] {"INPUT", "FORWARD"}) {
            host.run("iptables", "-A", chain, "-i", "eth0", "-m", "conntrack", "--ctstate", "NEW", "-j", "DROP");
        }
        return new NatRouter(network, host, inside);
    }

    /// Adds a host for a client behind the router.
    ///
    /// @param name its host name: a DNS label
    public synchronized Host addClient(String name) {
        clients++;
        Host client = network.open(name, "192.168.10." + (FIRST_CLIENT + clients - 1));
        inside.plug(client);
        return client;
    }

    /// The router itself.
    public Host host() {
        return host;
    }
}
