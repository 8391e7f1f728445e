package net.headscale.route;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Presence;

/// Decides which of several routers peers send to: one of the healthiest, and of these the one that it was, or the
/// oldest.
///
/// So a route moves only for the better: away from a router that goes or does not answer, and not back when it returns.
public final class Election {
    private Election() {}

    /// How well a router can be reached, the best first.
    private enum Health {
        ANSWERING,
        SILENT,
        AWAY;

        static Health of(Node node) {
            return switch (node.presence()) {
                case Presence.Online _ -> ANSWERING;
                case Presence.Silent _ -> SILENT;
                case Presence.Offline _, Presence.NeverSeen _, Presence.Arriving _ -> AWAY;
            };
        }
    }

    /// @param candidates in the order of ids
    /// @param incumbent who was elected last
    /// @return empty if there are no candidates
    public static Optional<NodeId> winner(List<Node> candidates, Optional<NodeId> incumbent) {
        Comparator<Node> byHealth = Comparator.comparing(Health::of);
        Comparator<Node> byOffice =
                Comparator.comparing(node -> !Optional.of(node.id()).equals(incumbent));
        return candidates.stream()
                .min(byHealth.thenComparing(byOffice).thenComparing(Node::id))
                .map(Node::id);
    }
}
