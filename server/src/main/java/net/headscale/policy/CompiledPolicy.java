package net.headscale.policy;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import net.headscale.route.Routes;
import net.headscale.route.Served;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Tag;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.UserId;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.CapMap;
import net.headscale.wire.tailcfg.FilterRule;
import net.headscale.wire.tailcfg.SshPolicy;

/// What a policy says of one tailnet at one moment. Immutable and thread-safe.
public final class CompiledPolicy {
    private final Policy policy;
    private final Tailnet tailnet;

    CompiledPolicy(Policy policy, Tailnet tailnet) {
        this.policy = policy;
        this.tailnet = tailnet;
    }

    /// What was compiled.
    public Policy policy() {
        return policy;
    }

    /// The same policy for the tailnet as it became.
    ///
    /// @param touched every node that joined, left or changed since; more do no harm
    public CompiledPolicy after(Tailnet next, Collection<NodeId> touched) {
        return new CompiledPolicy(policy, next);
    }

    /// Whether `peer` is in the map of `viewer`; symmetric, false for unknown nodes and for the viewer itself.
    public boolean sees(NodeId viewer, NodeId peer) {
        return !viewer.equals(peer)
                && tailnet.nodes().contains(viewer)
                && tailnet.nodes().contains(peer);
    }

    /// Whom `viewer` sees, without the viewer.
    public NodeSet visibleTo(NodeId viewer) {
        return cohortOf(viewer).visible().without(viewer);
    }

    /// The viewers that `viewer` is alike.
    public Cohort cohortOf(NodeId viewer) {
        return new Cohort("all", NodeSet.ofValues(tailnet.nodes().ids().stream().mapToLong(NodeId::value)));
    }

    /// What `node` lets in: its packet filter, in policy order. Empty: nothing.
    ///
    /// Sent whole as one list, or as named entries of which only the new are sent.
    public List<NamedRule> filterFor(NodeId node) {
        List<String> everybody =
                List.of("100.115.94.0-100.127.255.255", "100.64.0.0-100.115.91.255", "fd7a:115c:a1e0::/48");
        var ports = new FilterRule.PortsAt("*", FilterRule.PortRange.ALL);
        return List.of(new NamedRule("00000-all", FilterRule.allow(everybody, List.of(ports))));
    }

    /// Who may log in to `node` by Tailscale SSH; absent when the policy has no such section.
    public Optional<SshPolicy> sshPolicyFor(NodeId node) {
        return Optional.empty();
    }

    /// What the policy adds to the node's own `CapMap`.
    public CapMap attributesOf(NodeId node) {
        return CapMap.none();
    }

    /// The routes of `peer` that `viewer` is told of, given that it sees the peer.
    public SeenRoutes routesSeen(NodeId viewer, NodeId peer, Routes routes) {
        Node node = tailnet.nodes().get(peer);
        if (node == null) {
            return SeenRoutes.NONE;
        }
        var primary = routes.primaryRoutesOf(node);
        var allowed = new TreeSet<>(primary);
        allowed.addAll(Served.by(node).exits());
        return new SeenRoutes(allowed, primary);
    }

    /// Whether the policy approves by itself that `node` serves `route`.
    public boolean autoApproves(Node node, Prefix route) {
        return false;
    }

    /// Whether a login of `user` may tag its node, or a node that has `current` tags may take another.
    public boolean mayTag(UserId user, Collection<Tag> current, Tag wanted) {
        return false;
    }

    /// Whether the policy knows a tag; an administrator may give any that it knows.
    public boolean isKnown(Tag tag) {
        return false;
    }
}
