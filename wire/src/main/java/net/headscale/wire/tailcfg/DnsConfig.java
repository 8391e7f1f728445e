package net.headscale.wire.tailcfg;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A node's DNS settings; a message replaces all of them.
///
/// @param resolvers for every name; empty means those of the operating system
/// @param routes by suffix; an empty list is answered by 100.100.100.100 itself
/// @param fallbackResolvers used where split DNS is not possible
/// @param domains search domains without trailing dot, the MagicDNS suffix first
/// @param proxied MagicDNS is on
/// @param certDomains names that `tailscale cert` may ask for
/// @param exitNodeFilteredSet suffixes that an exit node must not resolve for others
public record DnsConfig(
        List<Resolver> resolvers,
        Map<String, List<Resolver>> routes,
        List<Resolver> fallbackResolvers,
        List<String> domains,
        boolean proxied,
        List<String> certDomains,
        List<ExtraRecord> extraRecords,
        List<String> exitNodeFilteredSet) {
    private static final DnsConfig NONE =
            new DnsConfig(List.of(), Map.of(), List.of(), List.of(), false, List.of(), List.of(), List.of());

    public DnsConfig {
        resolvers = List.copyOf(resolvers);
        Map<String, List<Resolver>> sorted = new TreeMap<>();
        routes.forEach((suffix, servers) -> sorted.put(suffix, List.copyOf(servers)));
        routes = Collections.unmodifiableMap(sorted);
        fallbackResolvers = List.copyOf(fallbackResolvers);
        domains = List.copyOf(domains);
        certDomains = List.copyOf(certDomains);
        extraRecords = List.copyOf(extraRecords);
        exitNodeFilteredSet = List.copyOf(exitNodeFilteredSet);
    }

    /// No DNS settings at all, which is not the same as not sending any.
    public static DnsConfig none() {
        return NONE;
    }

    /// A name that 100.100.100.100 answers for.
    ///
    /// @param type empty or `A` or `AAAA`; clients know no other
    public record ExtraRecord(String name, String type, String value) {}
}
