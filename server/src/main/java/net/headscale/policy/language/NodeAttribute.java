package net.headscale.policy.language;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import net.headscale.wire.json.RawJson;
import net.headscale.wire.net.Prefix;

/// One entry of `nodeAttrs`.
///
/// @param targets whose attributes
/// @param attributes names, copied verbatim
/// @param apps attributes with values, such as `tailscale.com/app-connectors`
/// @param pools blocks that new addresses of the targets are taken from
public record NodeAttribute(
        List<Selector> targets, List<String> attributes, SortedMap<String, List<RawJson>> apps, List<Prefix> pools) {
    public NodeAttribute {
        targets = List.copyOf(targets);
        attributes = List.copyOf(attributes);
        apps = Collections.unmodifiableSortedMap(new TreeMap<>(apps));
        pools = List.copyOf(pools);
    }
}
