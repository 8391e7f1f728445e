package net.headscale.control;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import net.headscale.coordinator.Command;
import net.headscale.coordinator.Decision;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.DnsLabel;
import net.headscale.tailnet.Host;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.NodeName;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.Reach;
import net.headscale.tailnet.Tailnet;
import net.headscale.wire.key.DiscoKey;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.Hostinfo;
import net.headscale.wire.tailcfg.MapRequest;
import net.headscale.wire.tailcfg.NetInfo;
import org.jspecify.annotations.Nullable;

/// What a client tells of itself: its host, endpoints, home relay and discovery key.
///
/// A lite update replaces all of it. The request of a stream may carry older values than a lite update that
/// overtook it, or none: it only counts while no lite update came on its connection, and only for what it says.
///
/// @param id the node
/// @param request checked to come from the node's machine
/// @param keepsUnsaid whether what is not said stays as it was
record Report(NodeId id, MapRequest request, boolean keepsUnsaid) implements Command<Boolean> {
    private static final int MOST_ENDPOINTS = 64;

    static Report ofUpdate(NodeId id, MapRequest request) {
        return new Report(id, request, false);
    }

    static Report ofStream(NodeId id, MapRequest request) {
        return new Report(id, request, true);
    }

    @Override
    public Decision<Boolean> decide(Scene scene) {
        Node node = scene.tailnet().nodes().get(id);
        if (node == null) {
            return Decision.unchanged(false);
        }
        List<Change> changes = new ArrayList<>();
        Host host = host(node);
        if (!host.equals(node.host())) {
            changes.add(new Change.HostChanged(id, host));
            addName(scene, node, host, changes);
            addApproved(scene, node, host, changes);
        }
        List<Endpoint> said = endpoints();
        boolean isKept = keepsUnsaid && said.isEmpty();
        DiscoKey disco = disco(scene.tailnet(), node);
        Reach reach = new Reach(
                isKept ? node.reach().endpoints() : said,
                home(node),
                Roaming.isBegun(scene, node, request, disco)
                        ? new Reach.Footing.Roaming()
                        : node.reach().footing());
        if (!reach.equals(node.reach()) || !disco.equals(node.keys().disco())) {
            changes.add(new Change.ReachChanged(id, reach, disco));
        }
        if (node.presence() instanceof Presence.Arriving && !reach.equals(Reach.NOWHERE)) {
            changes.add(new Change.PresenceChanged(id, new Presence.Online()));
        }
        return new Decision<>(changes, true);
    }

    /// What is said now; what is not measured yet is kept from before.
    private Host host(Node node) {
        Hostinfo said = request.hostinfo();
        if (said == null) {
            return new Host(request.version(), node.host().hostinfo());
        }
        NetInfo kept = node.host().hostinfo().netInfo();
        boolean isKept = said.netInfo() == null && kept != null;
        return new Host(
                request.version(), isKept ? said.toBuilder().netInfo(kept).build() : said);
    }

    private int home(Node node) {
        @Nullable Hostinfo said = request.hostinfo();
        @Nullable NetInfo net = said == null ? null : said.netInfo();
        return net == null || net.preferredDerp() == 0 ? node.reach().homeDerp() : net.preferredDerp();
    }

    /// What is said, unless it is nothing, or the key of another node that is online.
    private DiscoKey disco(Tailnet tailnet, Node node) {
        DiscoKey said = request.discoKey();
        if (said.isZero() || said.equals(node.keys().disco())) {
            return node.keys().disco();
        }
        boolean isTaken = tailnet.nodesWith(said).stream()
                .anyMatch(other -> other.presence().isOnline() && !other.id().equals(id));
        return isTaken ? node.keys().disco() : said;
    }

    private List<Endpoint> endpoints() {
        return request.endpoints().stream()
                .filter(Report::isUsable)
                .limit(MOST_ENDPOINTS)
                .toList();
    }

    /// Whether peers may be told to send there.
    static boolean isUsable(Endpoint endpoint) {
        var address = endpoint.address().unmapped();
        return endpoint.port() != 0 && !address.isUnspecified() && !address.isLoopback() && !address.isMulticast();
    }

    private void addName(Scene scene, Node node, Host host, List<Change> changes) {
        String hostname = host.hostinfo().hostname();
        if (hostname.equals(node.name().hostname())) {
            return;
        }
        String label = node.name().isChosen()
                ? node.name().label()
                : DnsLabel.unique(
                        DnsLabel.from(hostname),
                        taken -> scene.tailnet()
                                .nodeNamed(taken)
                                .filter(other -> !other.id().equals(id))
                                .isPresent());
        changes.add(new Change.NodeRenamed(
                id, new NodeName(hostname, label, node.name().isChosen())));
    }

    /// Routes that the policy approves by itself.
    private void addApproved(Scene scene, Node node, Host host, List<Change> changes) {
        SortedSet<Prefix> approved = scene.view().approvedFor(node.withHost(host));
        if (!approved.equals(node.approvedRoutes())) {
            changes.add(new Change.RoutesApproved(id, approved));
        }
    }
}
