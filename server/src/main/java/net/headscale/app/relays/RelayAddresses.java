package net.headscale.app.relays;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.headscale.config.Relay;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.MalformedAddress;
import net.headscale.wire.tailcfg.DerpNode;

/// What the map says of the relay's addresses.
///
/// A client with IPv6 probes every relay over it, and waits 3 s for one that may have an IPv6 address and has none;
/// its join takes so much longer. So the map says "none" where we know better.
final class RelayAddresses {
    /// How the map says that a relay is not reached by one kind of address.
    static final String NONE = "none";

    private static final long LONGEST_LOOKUP_SECONDS = 1;

    private RelayAddresses() {}

    /// Finds the addresses of a host.
    interface Lookup {
        /// @throws Exception if there are none, or nobody can be asked
        List<InetAddress> of(String host) throws Exception;

        /// The machine's own, for a second at the most.
        static List<InetAddress> bySystem(String host)
                throws ExecutionException, TimeoutException, InterruptedException {
            Callable<List<InetAddress>> asked = () -> List.of(InetAddress.getAllByName(host));
            var answer = new FutureTask<>(asked);
            Thread.ofPlatform().daemon().name("relay-lookup").start(answer);
            return answer.get(LONGEST_LOOKUP_SECONDS, TimeUnit.SECONDS);
        }
    }

    /// `bare` with the addresses of the configuration; where it has none of a kind, with what is known of its host.
    static DerpNode addressed(DerpNode bare, Relay.Region region, Lookup lookup) {
        try {
            IpAddress literal = IpAddress.parse(bare.hostName());
            boolean hasAny = !region.ipv4().isEmpty() || !region.ipv6().isEmpty();
            return hasAny
                    ? bare.withAddresses(orNone(region.ipv4()), orNone(region.ipv6()))
                    : bare.withAddresses(
                            literal.isIpv6() ? NONE : bare.hostName(), literal.isIpv6() ? bare.hostName() : NONE);
        } catch (MalformedAddress name) {
            return named(bare, region, lookup);
        }
    }

    private static String orNone(String address) {
        return address.isEmpty() ? NONE : address;
    }

    private static DerpNode named(DerpNode bare, Relay.Region region, Lookup lookup) {
        if (!region.ipv4().isEmpty() && !region.ipv6().isEmpty()) {
            return bare.withAddresses(region.ipv4(), region.ipv6());
        }
        List<InetAddress> found = found(bare.hostName(), lookup);
        return bare.withAddresses(
                settled(region.ipv4(), found, Inet4Address.class), settled(region.ipv6(), found, Inet6Address.class));
    }

    /// As configured; else "none" if the host has addresses, and none of this kind; else nothing, and clients look.
    private static String settled(String configured, List<InetAddress> found, Class<? extends InetAddress> kind) {
        boolean isKnownToLack = !found.isEmpty() && found.stream().noneMatch(kind::isInstance);
        return configured.isEmpty() && isKnownToLack ? NONE : configured;
    }

    /// Nothing where the answer says nothing of what clients find: a machine often calls itself a loopback address.
    private static List<InetAddress> found(String host, Lookup lookup) {
        try {
            List<InetAddress> found = lookup.of(host);
            return found.stream().anyMatch(InetAddress::isLoopbackAddress) ? List.of() : found;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (Exception unknown) { // no name server, no such name: clients may know more
            return List.of();
        }
    }
}
