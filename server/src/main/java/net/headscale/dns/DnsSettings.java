package net.headscale.dns;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.headscale.wire.tailcfg.DnsConfig;
import net.headscale.wire.tailcfg.Resolver;

/// The DNS that a server's administrator wants for its nodes.
///
/// @param suffixes what the names of nodes end in
/// @param isMagic whether clients answer for the names of nodes
/// @param resolvers for all names: IP addresses or DoH URLs
/// @param overridesLocal whether `resolvers` take the place of each machine's own, or only fill in
/// @param split resolvers for one suffix each
/// @param searchDomains tried after the tailnet's own
/// @param extraRecords names beside those of nodes
public record DnsSettings(
        Suffixes suffixes,
        boolean isMagic,
        List<String> resolvers,
        boolean overridesLocal,
        Map<String, List<String>> split,
        List<String> searchDomains,
        List<DnsConfig.ExtraRecord> extraRecords) {
    /// MagicDNS under a domain that nobody else can have, and nothing more.
    public static final DnsSettings DEFAULT =
            new DnsSettings(Suffixes.of("tailnet.internal"), true, List.of(), false, Map.of(), List.of(), List.of());

    public DnsSettings {
        resolvers = List.copyOf(resolvers);
        split = Map.copyOf(split);
        searchDomains = List.copyOf(searchDomains);
        extraRecords = List.copyOf(extraRecords);
    }

    /// The suffix of one tailnet's names.
    ///
    /// @param tailnet the tailnet's name
    public String suffixOf(String tailnet) {
        return suffixes.suffixOf(tailnet);
    }

    /// A node's full name, with the trailing dot that clients cut the suffix by.
    public String fullName(String label, String tailnet) {
        return label + "." + suffixOf(tailnet) + ".";
    }

    /// What the nodes of a tailnet are told.
    ///
    /// @param others the names of other tailnets that a node resolves names of
    public DnsConfig configOf(String tailnet, Collection<String> others) {
        String suffix = suffixOf(tailnet);
        List<String> domains = new ArrayList<>();
        Map<String, List<Resolver>> routes = new LinkedHashMap<>();
        if (isMagic) {
            domains.add(suffix);
            routes.put(suffix, List.of()); // [] and not null: some releases lost null routes when links changed
            others.forEach(other -> routes.put(suffixOf(other), List.of()));
        }
        domains.addAll(searchDomains);
        split.forEach((name, addresses) -> routes.put(name, resolvers(addresses)));
        List<Resolver> global = resolvers(resolvers);
        return new DnsConfig(
                overridesLocal ? global : List.of(),
                routes,
                overridesLocal ? List.of() : global,
                domains,
                isMagic,
                List.of(),
                extraRecords,
                List.of());
    }

    private static List<Resolver> resolvers(List<String> addresses) {
        return addresses.stream().map(Resolver::of).toList();
    }
}
