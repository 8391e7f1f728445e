package net.headscale.app;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import net.headscale.config.Http;
import net.headscale.coordinator.Coordinator;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.MalformedAddress;

/// Finds the addresses of the server itself: what `server_url` and `listen_addr` say, see decision 0210.
final class OwnAddresses {
    private OwnAddresses() {}

    /// Tells `coordinator` those that are written out, and those of a name when they are found: nothing waits for a
    /// name
    /// server, and none need be there.
    static void tell(Coordinator coordinator, Http http) {
        String host = http.serverUrl().getHost();
        Set<IpAddress> address = literal(host);
        Set<IpAddress> written = both(address, literal(http.listen().host()));
        coordinator.surround(surroundings -> surroundings.withOwn(written));
        if (address.isEmpty()) {
            Thread.ofPlatform().daemon().name("own-addresses").start(() -> {
                Set<IpAddress> all = both(written, found(host));
                coordinator.surround(surroundings -> surroundings.withOwn(all));
            });
        }
    }

    private static Set<IpAddress> both(Set<IpAddress> some, Set<IpAddress> others) {
        Set<IpAddress> all = new HashSet<>(some);
        all.addAll(others);
        return Set.copyOf(all);
    }

    private static Set<IpAddress> literal(String host) {
        try {
            return Set.of(IpAddress.parse(host.replaceAll("[\\[\\]]", "")));
        } catch (MalformedAddress name) {
            return Set.of();
        }
    }

    /// What a name leads to; nothing when nobody knows.
    static Set<IpAddress> found(String name) {
        try {
            return Arrays.stream(InetAddress.getAllByName(name))
                    .map(address -> IpAddress.parse(address.getHostAddress().replaceAll("%.*", "")))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (UnknownHostException nobodyKnows) {
            return Set.of();
        }
    }
}
