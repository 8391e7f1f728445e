package net.headscale.netmap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.headscale.policy.NamedRule;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.tailcfg.FilterRule;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.SshPolicy;
import org.jspecify.annotations.Nullable;

/// Whom a node lets in.
///
/// @param filters by name, in policy order; none: nobody gets in
/// @param ssh who may log in; no rules: nobody
record Gate(Map<String, FilterRule> filters, SshPolicy ssh) {
    /// Nobody.
    static final Gate SHUT = new Gate(Map.of(), new SshPolicy(List.of()));

    private static final String ALL = "*";

    /// There when nothing else is: a client without any filter keeps the one of its last policy.
    private static final String NOTHING = "base";

    static Gate of(View view, NodeId viewer) {
        Map<String, FilterRule> filters = new LinkedHashMap<>();
        for (NamedRule named : view.derived().policy().filterFor(viewer)) {
            filters.put(named.name(), named.rule());
        }
        return new Gate(filters, view.derived().policy().sshPolicyFor(viewer).orElse(new SshPolicy(List.of())));
    }

    /// Whether a node lets in the same in both views. Rules with the same name are the same.
    static boolean isAlike(View before, View after, NodeId node) {
        var was = before.derived().policy();
        var is = after.derived().policy();
        return names(was.filterFor(node)).equals(names(is.filterFor(node)))
                && was.sshPolicyFor(node).equals(is.sshPolicyFor(node));
    }

    private static List<String> names(List<NamedRule> rules) {
        return rules.stream().map(NamedRule::name).toList();
    }

    /// Everything, for a first message.
    MapResponse.Builder full(MapResponse.Builder into) {
        Map<String, @Nullable List<FilterRule>> named = new LinkedHashMap<>();
        named.put(ALL, null);
        if (filters.isEmpty()) {
            named.put(NOTHING, List.of());
        }
        filters.forEach((name, rule) -> named.put(name, List.of(rule)));
        return into.packetFilters(named).sshPolicy(ssh);
    }

    /// What of this is not in `before`; the builder is left as it is where nothing is.
    ///
    /// @return whether anything is
    boolean difference(Gate before, MapResponse.Builder into) {
        boolean isSame = filters.equals(before.filters);
        if (!isSame) {
            into.packetFilters(filterDifference(before));
        }
        if (!ssh.equals(before.ssh)) {
            into.sshPolicy(ssh);
            return true;
        }
        return !isSame;
    }

    private Map<String, @Nullable List<FilterRule>> filterDifference(Gate before) {
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
