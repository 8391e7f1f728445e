package net.headscale.wire.tailcfg;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.headscale.wire.json.RawJson;

/// Capabilities and their arguments, each any JSON value; in the order of their names.
///
/// A capability without arguments has an empty list: on the wire `null` and `[]` mean the same.
public record CapMap(Map<String, List<RawJson>> capabilities) {
    private static final CapMap NONE = new CapMap(Map.of());

    public CapMap {
        Map<String, List<RawJson>> copy = new TreeMap<>();
        capabilities.forEach((name, arguments) -> copy.put(name, List.copyOf(arguments)));
        capabilities = Collections.unmodifiableMap(copy);
    }

    /// No capabilities.
    public static CapMap none() {
        return NONE;
    }

    /// These capabilities, without arguments.
    public static CapMap of(String... names) {
        Map<String, List<RawJson>> capabilities = new TreeMap<>();
        for (String name : names) {
            capabilities.put(name, List.of());
        }
        return new CapMap(capabilities);
    }

    /// This map and one more capability; its former arguments are replaced.
    public CapMap with(String name, RawJson... arguments) {
        Map<String, List<RawJson>> more = new TreeMap<>(capabilities);
        more.put(name, List.of(arguments));
        return new CapMap(more);
    }

    /// Whether the capability is there, with arguments or without.
    public boolean contains(String name) {
        return capabilities.containsKey(name);
    }

    /// The arguments of a capability; empty also when it is not there.
    public List<RawJson> arguments(String name) {
        return capabilities.getOrDefault(name, List.of());
    }

    /// Whether there are none.
    public boolean isEmpty() {
        return capabilities.isEmpty();
    }
}
