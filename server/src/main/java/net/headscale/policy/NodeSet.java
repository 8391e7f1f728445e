package net.headscale.policy;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import net.headscale.tailnet.NodeId;
import org.jspecify.annotations.Nullable;

/// Nodes in the order of their ids; immutable.
///
/// Sets of one compiled policy share the table of ids and differ in a bit per node.
public final class NodeSet implements Iterable<NodeId> {
    private static final long[] NONE = {};
    private static final NodeSet EMPTY = new NodeSet(NONE, new BitSet(), NONE);

    private final long[] ids;
    private final BitSet slots;
    private final long[] guests; // in order; none of them is in `ids`

    private NodeSet(long[] ids, BitSet slots, long[] guests) {
        this.ids = ids;
        this.slots = slots;
        this.guests = guests;
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
        long[] ids = values.sorted().distinct().toArray();
        BitSet all = new BitSet();
        all.set(0, ids.length);
        return new NodeSet(ids, all, NONE);
    }

    /// The nodes in some slots of a table of ids in order; neither may be changed any more.
    static NodeSet of(long[] ids, BitSet slots) {
        return new NodeSet(ids, slots, NONE);
    }

    /// These nodes and some that the table does not have: guests, in the order of ids.
    NodeSet with(List<NodeId> others) {
        long[] more = others.stream().mapToLong(NodeId::value).toArray();
        return more.length == 0 ? this : new NodeSet(ids, slots, more);
    }

    /// The slots that are taken; not to be changed.
    BitSet slots() {
        return slots;
    }

    public boolean contains(NodeId node) {
        int slot = Arrays.binarySearch(ids, node.value());
        return slot >= 0 ? slots.get(slot) : Arrays.binarySearch(guests, node.value()) >= 0;
    }

    public int size() {
        return slots.cardinality() + guests.length;
    }

    public boolean isEmpty() {
        return slots.isEmpty() && guests.length == 0;
    }

    /// The ids in order, without boxing.
    public LongStream values() {
        LongStream members = slots.stream().mapToLong(slot -> ids[slot]);
        return guests.length == 0
                ? members
                : LongStream.concat(members, Arrays.stream(guests)).sorted();
    }

    /// In order.
    public List<NodeId> toList() {
        return values().mapToObj(NodeId::new).toList();
    }

    /// These nodes without one.
    public NodeSet without(NodeId node) {
        int slot = Arrays.binarySearch(ids, node.value());
        if (slot < 0 || !slots.get(slot)) {
            return this;
        }
        BitSet rest = (BitSet) slots.clone();
        rest.clear(slot);
        return new NodeSet(ids, rest, guests);
    }

    @Override
    public Iterator<NodeId> iterator() {
        return values().mapToObj(NodeId::new).iterator();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NodeSet that
                && Arrays.equals(values().toArray(), that.values().toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values().toArray());
    }

    @Override
    public String toString() {
        return Arrays.toString(values().toArray());
    }
}
