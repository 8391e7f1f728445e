package net.headscale.tailnet;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/// A persistent map by id, in the order of ids: a changed copy shares all but a path with the map it came from.
///
/// @param <K> the id
/// @param <V> what it names
public final class IdMap<K extends Comparable<? super K>, V> {
    private final TreePMap<K, V> map;

    private IdMap(TreePMap<K, V> map) {
        this.map = map;
    }

    /// Nothing.
    public static <K extends Comparable<? super K>, V> IdMap<K, V> empty() {
        return new IdMap<>(TreePMap.<K, V>empty());
    }

    public Optional<V> find(K id) {
        return Optional.ofNullable(map.get(id));
    }

    /// What `id` names, or null; for hot paths that look up many.
    public @Nullable V get(K id) {
        return map.get(id);
    }

    public boolean contains(K id) {
        return map.containsKey(id);
    }

    /// In the order of ids.
    public Collection<V> values() {
        return map.values();
    }

    /// In order.
    public Set<K> ids() {
        return map.keySet();
    }

    public int size() {
        return map.size();
    }

    public boolean isEmpty() {
        return map.isEmpty();
    }

    public IdMap<K, V> with(K id, V value) {
        return new IdMap<>(map.plus(id, value));
    }

    public IdMap<K, V> without(K id) {
        return new IdMap<>(map.minus(id));
    }

    /// Whether this is the very map that `other` is: a cheap way to see that nothing was changed in between.
    @SuppressWarnings("ReferenceEquality")
    public boolean isSameAs(IdMap<K, V> other) {
        return this == other || map == other.map;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IdMap<?, ?> that && map.equals(that.map);
    }

    @Override
    public int hashCode() {
        return map.hashCode();
    }

    @Override
    public String toString() {
        return map.toString();
    }
}
