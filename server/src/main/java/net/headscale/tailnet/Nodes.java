package net.headscale.tailnet;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePSet;

/// The nodes of a tailnet with the ways to find them; persistent, all four maps agree.
final class Nodes {
    private static final Nodes EMPTY =
            new Nodes(IdMap.empty(), HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty());

    private final IdMap<NodeId, Node> byId;
    private final PMap<NodeKey, NodeId> byKey;
    private final PMap<MachineKey, TreePSet<NodeId>> byMachine;
    private final PMap<String, NodeId> byLabel;

    private Nodes(
            IdMap<NodeId, Node> byId,
            PMap<NodeKey, NodeId> byKey,
            PMap<MachineKey, TreePSet<NodeId>> byMachine,
            PMap<String, NodeId> byLabel) {
        this.byId = byId;
        this.byKey = byKey;
        this.byMachine = byMachine;
        this.byLabel = byLabel;
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
        TreePSet<NodeId> ids = byMachine.get(machine);
        return ids == null
                ? List.of()
                : ids.stream().flatMap(id -> byId.find(id).stream()).toList();
    }

    Nodes plus(Node node) {
        TreePSet<NodeId> onMachine = byMachine.getOrDefault(node.keys().machine(), TreePSet.empty());
        return new Nodes(
                byId.with(node.id(), node),
                byKey.plus(node.keys().node(), node.id()),
                byMachine.plus(node.keys().machine(), onMachine.plus(node.id())),
                byLabel.plus(node.name().label(), node.id()));
    }

    Nodes minus(NodeId id) {
        Node node = byId.get(id);
        if (node == null) {
            return this;
        }
        TreePSet<NodeId> rest =
                byMachine.getOrDefault(node.keys().machine(), TreePSet.empty()).minus(id);
        return new Nodes(
                byId.without(id),
                byKey.minus(node.keys().node()),
                rest.isEmpty()
                        ? byMachine.minus(node.keys().machine())
                        : byMachine.plus(node.keys().machine(), rest),
                byLabel.minus(node.name().label()));
    }

    /// `after` in the place of `before`, which has the same id; cheap when only volatile parts differ.
    Nodes replaced(Node before, Node after) {
        boolean isFoundAlike = before.keys().node().equals(after.keys().node())
                && before.keys().machine().equals(after.keys().machine())
                && before.name().label().equals(after.name().label());
        return isFoundAlike
                ? new Nodes(byId.with(after.id(), after), byKey, byMachine, byLabel)
                : minus(before.id()).plus(after);
    }
}
