package net.headscale.policy;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import net.headscale.tailnet.NodeId;
import org.jspecify.annotations.Nullable;

/// Nodes in the order of their ids; immutable.
public final class NodeSet implements Iterable<NodeId> {
    private static final NodeSet EMPTY = new NodeSet(new long[0]);

    private final long[] ids;

    private NodeSet(long[] ids) {
        this.ids = ids;
    }

    /// No node.
    public static NodeSet empty() {
        return EMPTY;
    }

    /// These nodes.
    public static NodeSet of(NodeId... nodes) {
        return ofValues(Arrays.stream(nodes).mapToLong(NodeId::value));
    }

    /// The nodes with these ids, in any order.
    public static NodeSet ofValues(LongStream values) {
        return new NodeSet(values.sorted().distinct().toArray());
    }

    public boolean contains(NodeId node) {
        return Arrays.binarySearch(ids, node.value()) >= 0;
    }

    public int size() {
        return ids.length;
    }

    public boolean isEmpty() {
        return ids.length == 0;
    }

    /// The ids in order, without boxing.
    public LongStream values() {
        return Arrays.stream(ids);
    }

    /// In order.
    public List<NodeId> toList() {
        return Arrays.stream(ids).mapToObj(NodeId::new).toList();
    }

    /// These nodes without one.
    public NodeSet without(NodeId node) {
        int at = Arrays.binarySearch(ids, node.value());
        if (at < 0) {
            return this;
        }
        long[] rest = new long[ids.length - 1];
        System.arraycopy(ids, 0, rest, 0, at);
        System.arraycopy(ids, at + 1, rest, at, rest.length - at);
        return new NodeSet(rest);
    }

    @Override
    public Iterator<NodeId> iterator() {
        return Arrays.stream(ids).mapToObj(NodeId::new).iterator();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NodeSet that && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return Arrays.toString(ids);
    }
}
