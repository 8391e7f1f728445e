package net.headscale.coordinator;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.DnsLabel;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.NodeName;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.UserId;

/// A node that goes from one tailnet to another. It keeps id, keys and addresses; what its former tailnet granted it
/// (tags, routes, shares) stays behind.
///
/// @param id the node
/// @param owner whose it becomes, in the tailnet where it arrives
/// @param limits of that tailnet
record Crossing(NodeId id, UserId owner, Limits limits) {
    /// Adds what becomes true of the tailnet that it leaves, and of the one where it arrives.
    ///
    /// @throws RefusedException if it is not granted
    void decide(Draft leaving, Draft arriving) {
        Tailnet from = leaving.tailnet();
        Tailnet to = arriving.tailnet();
        Node node = from.nodes().find(id).orElseThrow(() -> new RefusedException(new Refusal.NodeUnknown(id)));
        if (!to.users().contains(owner)) {
            throw new RefusedException(new Refusal.UserUnknown(owner.toString()));
        }
        limits.checkRoomForNode(to);
        leaving.add(List.of(new Change.NodeRemoved(id)));
        Node arrived = arrived(node, to, arriving);
        List<Change> changes = new ArrayList<>();
        if (to.guests().contains(id)) {
            changes.add(new Change.GuestLeft(id));
        }
        changes.add(new Change.NodeJoined(arrived));
        arriving.add(changes);
    }

    /// The node as it arrives: offline until it polls, which it does at once when its stream has ended.
    private Node arrived(Node node, Tailnet to, Draft arriving) {
        String label = DnsLabel.unique(
                node.name().label(), taken -> to.nodeNamed(taken).isPresent());
        Presence presence = node.presence().isOnline()
                ? new Presence.Offline(arriving.scene().now())
                : node.presence();
        return node.withName(
                        new NodeName(node.name().hostname(), label, node.name().isChosen()))
                .withOwner(Ownership.of(owner))
                .withApprovedRoutes(new TreeSet<>())
                .withShares(new TreeSet<>())
                .withPresence(presence);
    }
}
