package net.headscale.wire.tailcfg;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Immutable maps in which `null` is a value: the drop marks of named filters and messages.
final class NullableValues {
    private NullableValues() {}

    static <V extends @Nullable Object> Map<String, V> copyOf(Map<String, V> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
