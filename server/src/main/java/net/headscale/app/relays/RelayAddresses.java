package net.headscale.app.relays;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import net.headscale.config.Relay;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.MalformedAddress;
import net.headscale.wire.tailcfg.DerpNode;

/// What the map says of the relay's addresses.
///
/// A client with IPv6 probes every relay over it, and waits 3 s for one that may have an IPv6 address and has none;
/// its join takes so much longer. So the map says "none" where we know better.
///
/// Thread-safe.
final class RelayAddresses {
    /// How the map says that a relay is not reached by one kind of address.
    static final String NONE = "none";

    private volatile List<InetAddress> found = List.of();
    private volatile Runnable onFound = () -> {};

    private RelayAddresses() {}

    /// Finds the addresses of a host.
    interface Lookup {
        List<InetAddress> of(String host) throws UnknownHostException;

        /// The machine's own; it may take as long as its name servers do.
        static List<InetAddress> bySystem(String host) throws UnknownHostException {
            return List.of(InetAddress.getAllByName(host));
        }
    }

    /// Begins to look up a host beside everything else: nothing waits for a name server, and none need be there.
    static RelayAddresses lookUp(String host, Lookup lookup) {
        var addresses = new RelayAddresses();
        Thread.ofPlatform().daemon().name("relay-lookup").start(() -> addresses.find(host, lookup));
        return addresses;
    }

    private void find(String host, Lookup lookup) {
        try {
            found = lookup.of(host);
            onFound.run();
        } catch (UnknownHostException unknown) { // clients may know more
            found = List.of();
        }
    }

    /// Has `action` run when addresses are found; those that are there already are in what is composed after this.
    void whenFound(Runnable action) {
        onFound = action;
    }

    /// `bare` with what is known by now.
    DerpNode addTo(DerpNode bare, Relay.Region region) {
        return addressed(bare, region, found);
    }

    /// `bare` with the addresses of the configuration; where it has none of a kind, with what is known of its host.
    static DerpNode addressed(DerpNode bare, Relay.Region region, List<InetAddress> found) {
        try {
            IpAddress literal = IpAddress.parse(bare.hostName());
            boolean hasAny = !region.ipv4().isEmpty() || !region.ipv6().isEmpty();
            return hasAny
                    ? bare.withAddresses(orNone(region.ipv4()), orNone(region.ipv6()))
                    : bare.withAddresses(
                            literal.isIpv6() ? NONE : bare.hostName(), literal.isIpv6() ? bare.hostName() : NONE);
        } catch (MalformedAddress name) {
            return named(bare, region, found);
        }
    }

    private static String orNone(String address) {
        return address.isEmpty() ? NONE : address;
    }

    /// A loopback address says nothing of what clients find: a machine often calls itself so.
    private static DerpNode named(DerpNode bare, Relay.Region region, List<InetAddress> found) {
        List<InetAddress> telling = found.stream().anyMatch(InetAddress::isLoopbackAddress) ? List.of() : found;
        return bare.withAddresses(
                settled(region.ipv4(), telling, Inet4Address.class),
                settled(region.ipv6(), telling, Inet6Address.class));
    }

    /// As configured; else "none" if the host has addresses, and none of this kind; else nothing, and clients look.
    private static String settled(String configured, List<InetAddress> found, Class<? extends InetAddress> kind) {
        boolean isKnownToLack = !found.isEmpty() && found.stream().noneMatch(kind::isInstance);
        return configured.isEmpty() && isKnownToLack ? NONE : configured;
    }
}
