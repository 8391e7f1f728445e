package net.headscale.netmap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.headscale.policy.NamedRule;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.tailcfg.Debug;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.DnsConfig;
import net.headscale.wire.tailcfg.FilterRule;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.SshPolicy;
import org.jspecify.annotations.Nullable;

/// What concerns the viewer itself: its entry, packet filter, SSH policy, names and relays.
///
/// @param node its entry
/// @param filters by name, in policy order; none: nobody gets in
/// @param ssh who may log in; no rules: nobody
/// @param dns names and resolvers
/// @param derpMap relays
/// @param domain the suffix of its tailnet's names
record Own(
        net.headscale.wire.tailcfg.Node node,
        Map<String, FilterRule> filters,
        SshPolicy ssh,
        DnsConfig dns,
        DerpMap derpMap,
        String domain) {
    private static final String ALL = "*";

    /// There when nothing else is: a client without any filter keeps the one of its last policy.
    private static final String NOTHING = "base";

    static Own of(View view, Node viewer) {
        Map<String, FilterRule> filters = new LinkedHashMap<>();
        for (NamedRule named : view.derived().policy().filterFor(viewer.id())) {
            filters.put(named.name(), named.rule());
        }
        String tailnet = view.tailnet().name();
        return new Own(
                Entries.self(view, viewer),
                filters,
                view.derived().policy().sshPolicyFor(viewer.id()).orElse(new SshPolicy(List.of())),
                view.surroundings().dns().configOf(tailnet),
                view.surroundings().derpMap(),
                view.surroundings().dns().suffixOf(tailnet));
    }

    /// Whether a node lets in the same in both views. Rules with the same name are the same.
    static boolean admitsAlike(View before, View after, NodeId node) {
        var was = before.derived().policy();
        var is = after.derived().policy();
        return names(was.filterFor(node)).equals(names(is.filterFor(node)))
                && was.sshPolicyFor(node).equals(is.sshPolicyFor(node));
    }

    private static List<String> names(List<NamedRule> rules) {
        return rules.stream().map(NamedRule::name).toList();
    }

    /// The same node, which lets nobody in.
    Own withoutOthers() {
        return new Own(node, Map.of(), new SshPolicy(List.of()), dns, derpMap, domain);
    }

    /// Everything, for a first message.
    MapResponse.Builder full(boolean uploadsLogs) {
        Map<String, @Nullable List<FilterRule>> named = new LinkedHashMap<>();
        named.put(ALL, null);
        if (filters.isEmpty()) {
            named.put(NOTHING, List.of());
        }
        filters.forEach((name, rule) -> named.put(name, List.of(rule)));
        return MapResponse.builder()
                .node(node)
                .packetFilters(named)
                .sshPolicy(ssh)
                .dnsConfig(dns)
                .derpMap(derpMap)
                .domain(domain)
                .collectServices(false)
                .debug(uploadsLogs ? null : Debug.withoutLogTail());
    }

    /// What of this is not in `before`; the builder is left as it is where nothing is.
    void difference(Own before, MapResponse.Builder into) {
        if (!node.equals(before.node)) {
            into.node(node);
        }
        if (!filters.equals(before.filters)) {
            into.packetFilters(filterDifference(before));
        }
        if (!ssh.equals(before.ssh)) {
            into.sshPolicy(ssh);
        }
        if (!dns.equals(before.dns)) {
            into.dnsConfig(dns);
        }
        if (!derpMap.equals(before.derpMap)) {
            into.derpMap(derpMap);
        }
        if (!domain.equals(before.domain)) {
            into.domain(domain);
        }
    }

    private Map<String, @Nullable List<FilterRule>> filterDifference(Own before) {
        Map<String, @Nullable List<FilterRule>> named = new LinkedHashMap<>();
        for (String name : before.filters.keySet()) {
            if (!filters.containsKey(name)) {
                named.put(name, null);
            }
        }
        filters.forEach((name, rule) -> {
            if (!rule.equals(before.filters.get(name))) {
                named.put(name, List.of(rule));
            }
        });
        if (filters.isEmpty() != before.filters.isEmpty()) {
            named.put(NOTHING, filters.isEmpty() ? List.of() : null);
        }
        return named;
    }
}
