package net.headscale.app;

import java.net.URI;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.ControlDialPlan;

/// How clients connect again to a server without TLS at a private address.
///
/// A client that dials twice within 2 min expects an attempt by TLS, which it does not make at such an address. A dial
/// that fails at once, for the client has no network yet or the server starts, ends only after 10 s then (1.102,
/// `control/controlhttp/client.go`, `dialHostOpt`: `err443` stays nil). By a plan it tries the same address again
/// meanwhile. See decision 0271.
final class DialPlans {
    private static final ControlDialPlan NONE = new ControlDialPlan(List.of());

    /// What clients take for private (Go `net/netip`, `Addr.IsPrivate`), and themselves.
    private static final List<Prefix> PRIVATE = Stream.of(
                    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "127.0.0.0/8", "::1/128")
            .map(Prefix::parse)
            .toList();

    private static final double[] STARTS = {0, 1, 2, 3.5, 5};
    private static final double END = 6; // then the client dials as without a plan, for 5 s more

    private DialPlans() {}

    /// The plan for the clients of a server; without candidates where they need none.
    static ControlDialPlan of(URI serverUrl) {
        return serverUrl.getScheme().equalsIgnoreCase("http")
                ? OwnAddresses.literal(serverUrl.getHost()).stream()
                        .filter(address -> PRIVATE.stream().anyMatch(prefix -> prefix.contains(address)))
                        .findFirst()
                        .map(DialPlans::again)
                        .orElse(NONE)
                : NONE;
    }

    private static ControlDialPlan again(IpAddress address) {
        return new ControlDialPlan(DoubleStream.of(STARTS)
                .mapToObj(start -> new ControlDialPlan.Candidate(address, "", start, END - start, 0))
                .toList());
    }
}
