package net.headscale.tailnet;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import net.headscale.wire.key.DiscoKey;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePSet;

/// The nodes of a tailnet with the ways to find them; persistent, all five maps agree.
final class Nodes {
    private static final Nodes EMPTY = new Nodes(
            IdMap.empty(), HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty());

    private final IdMap<NodeId, Node> byId;
    private final PMap<NodeKey, NodeId> byKey;
    private final PMap<MachineKey, TreePSet<NodeId>> byMachine;
    private final PMap<String, NodeId> byLabel;
    private final PMap<DiscoKey, TreePSet<NodeId>> byDisco;

    private Nodes(
            IdMap<NodeId, Node> byId,
            PMap<NodeKey, NodeId> byKey,
            PMap<MachineKey, TreePSet<NodeId>> byMachine,
            PMap<String, NodeId> byLabel,
            PMap<DiscoKey, TreePSet<NodeId>> byDisco) {
        this.byId = byId;
        this.byKey = byKey;
        this.byMachine = byMachine;
        this.byLabel = byLabel;
        this.byDisco = byDisco;
    }

    static Nodes empty() {
        return EMPTY;
    }

    IdMap<NodeId, Node> byId() {
        return byId;
    }

    Optional<Node> with(NodeKey key) {
        return Optional.ofNullable(byKey.get(key)).flatMap(byId::find);
    }

    Optional<Node> named(String label) {
        return Optional.ofNullable(byLabel.get(label)).flatMap(byId::find);
    }

    Collection<Node> on(MachineKey machine) {
        return nodes(byMachine.get(machine));
    }

    Collection<Node> with(DiscoKey key) {
        return nodes(byDisco.get(key));
    }

    private Collection<Node> nodes(@Nullable TreePSet<NodeId> ids) {
        return ids == null
                ? List.of()
                : ids.stream().flatMap(id -> byId.find(id).stream()).toList();
    }

    Nodes plus(Node node) {
        return new Nodes(
                byId.with(node.id(), node),
                byKey.plus(node.keys().node(), node.id()),
                plus(byMachine, node.keys().machine(), node.id()),
                byLabel.plus(node.name().label(), node.id()),
                plusDisco(byDisco, node));
    }

    Nodes minus(NodeId id) {
        Node node = byId.get(id);
        if (node == null) {
            return this;
        }
        return new Nodes(
                byId.without(id),
                byKey.minus(node.keys().node()),
                minus(byMachine, node.keys().machine(), id),
                byLabel.minus(node.name().label()),
                minus(byDisco, node.keys().disco(), id));
    }

    private static <K> PMap<K, TreePSet<NodeId>> plus(PMap<K, TreePSet<NodeId>> map, K key, NodeId id) {
        return map.plus(key, map.getOrDefault(key, TreePSet.empty()).plus(id));
    }

    private static <K> PMap<K, TreePSet<NodeId>> minus(PMap<K, TreePSet<NodeId>> map, K key, NodeId id) {
        TreePSet<NodeId> rest = map.getOrDefault(key, TreePSet.empty()).minus(id);
        return rest.isEmpty() ? map.minus(key) : map.plus(key, rest);
    }

    /// A key that was never told is nobody's.
    private static PMap<DiscoKey, TreePSet<NodeId>> plusDisco(PMap<DiscoKey, TreePSet<NodeId>> map, Node node) {
        DiscoKey disco = node.keys().disco();
        return disco.isZero() ? map : plus(map, disco, node.id());
    }

    /// `after` in the place of `before`, which has the same id; cheap when only volatile parts differ.
    Nodes replaced(Node before, Node after) {
        boolean isFoundAlike = before.keys().node().equals(after.keys().node())
                && before.keys().machine().equals(after.keys().machine())
                && before.name().label().equals(after.name().label());
        return isFoundAlike
                ? new Nodes(byId.with(after.id(), after), byKey, byMachine, byLabel, discoReplaced(before, after))
                : minus(before.id()).plus(after);
    }

    private PMap<DiscoKey, TreePSet<NodeId>> discoReplaced(Node before, Node after) {
        boolean isSame = before.keys().disco().equals(after.keys().disco());
        return isSame ? byDisco : plusDisco(minus(byDisco, before.keys().disco(), before.id()), after);
    }
}
