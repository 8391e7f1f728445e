package net.headscale.policy.membership;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.headscale.route.Served;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Tailnet;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;
import org.jspecify.annotations.Nullable;

/// The nodes of a tailnet, each in a slot. Slots are in the order of ids; a node that left leaves its slot empty.
///
/// Immutable once made; a later census is a copy.
public final class Census {
    private static final int SPARE_SLOTS = 64;

    private final long[] ids;
    private final @Nullable Node[] nodes;
    private final BitSet present;
    private final BitSet routers;
    private Hull hull4 = Hull.NONE;
    private Hull hull6 = Hull.NONE;

    private Census(long[] ids, @Nullable Node[] nodes, BitSet present, BitSet routers) {
        this.ids = ids;
        this.nodes = nodes;
        this.present = present;
        this.routers = routers;
    }

    static Census of(Tailnet tailnet) {
        int size = tailnet.nodes().size();
        Census census = new Census(new long[size], new Node[size], new BitSet(size), new BitSet());
        int slot = 0;
        for (Node node : tailnet.nodes().values()) {
            census.ids[slot] = node.id().value();
            census.set(slot++, node);
        }
        return census;
    }

    /// The census after some nodes changed; absent if slots would have to move, because a new id is not the highest or
    /// too many slots are empty.
    Optional<Census> after(Tailnet next, Collection<NodeId> touched) {
        List<Node> joined = new ArrayList<>();
        for (NodeId id : new TreeSet<>(touched)) {
            Node node = next.nodes().get(id);
            if (node != null && Arrays.binarySearch(ids, id.value()) < 0) {
                joined.add(node);
            }
        }
        boolean isInOrder =
                joined.isEmpty() || ids.length == 0 || joined.getFirst().id().value() > ids[ids.length - 1];
        int slots = ids.length + joined.size();
        if (!isInOrder || slots > SPARE_SLOTS + 2 * next.nodes().size()) {
            return Optional.empty();
        }
        Census census = copy(slots);
        for (int i = 0; i < joined.size(); i++) {
            census.ids[ids.length + i] = joined.get(i).id().value();
        }
        touched.forEach(id -> census.set(
                Arrays.binarySearch(census.ids, id.value()), next.nodes().get(id)));
        return census.present.cardinality() == next.nodes().size() ? Optional.of(census) : Optional.empty();
    }

    private Census copy(int slots) {
        Census copy = new Census(
                Arrays.copyOf(ids, slots),
                Arrays.copyOf(nodes, slots),
                BitSet.valueOf(present.toLongArray()),
                BitSet.valueOf(routers.toLongArray()));
        copy.hull4 = hull4;
        copy.hull6 = hull6;
        return copy;
    }

    private void set(int slot, @Nullable Node node) {
        if (slot < 0) {
            return;
        }
        nodes[slot] = node;
        present.set(slot, node != null);
        routers.set(slot, node != null && !Served.by(node).isEmpty());
        if (node != null) {
            hull4 = hull4.with(node, false);
            hull6 = hull6.with(node, true);
        }
    }

    /// The slot of a node; negative if it has none.
    public int slotOf(NodeId id) {
        int slot = Arrays.binarySearch(ids, id.value());
        return slot >= 0 && nodes[slot] == null ? -1 : slot;
    }

    /// The node in a slot, or null in an empty one.
    public @Nullable Node node(int slot) {
        return slot < 0 ? null : nodes[slot];
    }

    /// The node in a slot that is known to be taken.
    public Node present(int slot) {
        Node node = nodes[slot];
        if (node == null) {
            throw new IllegalArgumentException("expected a node in slot " + slot);
        }
        return node;
    }

    /// How many slots there are.
    public int slots() {
        return ids.length;
    }

    /// The ids by slot; not to be changed.
    public long[] ids() {
        return ids;
    }

    /// The slots that are taken; not to be changed.
    public BitSet present() {
        return present;
    }

    /// The slots of nodes that serve routes; not to be changed.
    public BitSet routers() {
        return routers;
    }

    /// The slots of nodes with an address within `prefix`; quick for the many that hold none.
    BitSet within(Prefix prefix) {
        BitSet found = new BitSet();
        if (hull4.overlaps(prefix) || hull6.overlaps(prefix)) {
            present.stream()
                    .filter(slot -> present(slot).addresses().stream().anyMatch(prefix::contains))
                    .forEach(found::set);
        }
        return found;
    }

    /// The node that has an address.
    public Optional<Node> nodeAt(IpAddress address) {
        return present.stream()
                .mapToObj(this::present)
                .filter(node -> node.addresses().contains(address))
                .findFirst();
    }

    /// Every subnet route that a node serves, in order.
    Set<Prefix> subnets() {
        Set<Prefix> subnets = new TreeSet<>();
        routers.stream().forEach(slot -> subnets.addAll(Served.by(present(slot)).subnets()));
        return subnets;
    }

    /// The addresses of the nodes in `slots`.
    Set<IpAddress> addresses(BitSet slots) {
        Set<IpAddress> addresses = new HashSet<>();
        slots.stream().forEach(slot -> addresses.addAll(present(slot).addresses()));
        return addresses;
    }
}
