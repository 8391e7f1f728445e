package net.headscale.policy;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import net.headscale.policy.membership.Census;
import net.headscale.policy.membership.Membership;
import net.headscale.policy.membership.NodeClass;
import net.headscale.route.Routes;
import net.headscale.route.Served;
import net.headscale.route.ServerAddresses;
import net.headscale.tailnet.IdMap;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.Tag;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.CapMap;
import net.headscale.wire.tailcfg.SshPolicy;

/// What a policy says of one tailnet at one moment. Immutable and thread-safe; answers that cost something are made
/// when they are first asked for, and kept within bounds.
public final class CompiledPolicy {
    private static final CapMap EXIT_NODE = CapMap.of("suggest-exit-node");

    private final Policy policy;
    private final IdMap<UserId, User> users;
    private final Membership membership;
    private final FilterWriter filters;
    private final RouteSteering steering;
    private final SshWriter ssh;
    private final AttributeWriter attributes;
    private final Approvals approvals;
    private final Visibility visibility;

    private CompiledPolicy(Policy policy, IdMap<UserId, User> users, Membership membership, Visibility visibility) {
        this.policy = policy;
        this.visibility = visibility;
        this.users = users;
        this.membership = membership;
        this.filters = new FilterWriter(membership, policy.index());
        this.steering = new RouteSteering(membership);
        this.ssh = new SshWriter(membership, users);
        this.attributes = new AttributeWriter(policy.blueprint());
        this.approvals = new Approvals(policy.document());
    }

    static CompiledPolicy of(Policy policy, Tailnet tailnet) {
        Membership membership = Membership.of(policy.blueprint(), tailnet);
        return new CompiledPolicy(policy, tailnet.users(), membership, Visibility.of(membership));
    }

    /// What was compiled.
    public Policy policy() {
        return policy;
    }

    /// The same policy for the tailnet as it became; quick when few nodes changed.
    ///
    /// @param touched every node that joined, left or changed since; more do no harm
    public CompiledPolicy after(Tailnet next, Collection<NodeId> touched) {
        Membership later = membership.after(next, touched);
        return new CompiledPolicy(policy, next.users(), later, visibility.after(later));
    }

    /// Whether `peer` is in the map of `viewer`; symmetric, false for unknown nodes and for the viewer itself.
    public boolean sees(NodeId viewer, NodeId peer) {
        return visibility.sees(viewer, peer);
    }

    /// Whether `viewer` must keep `peer`, which it sees, from connecting to it: a guest that is only shared.
    public boolean isJailed(NodeId viewer, NodeId peer) {
        return visibility.isJailed(viewer, peer);
    }

    /// The nodes of other tailnets that `viewer` sees, in the order of ids.
    public List<NodeId> guestsSeenBy(NodeId viewer) {
        return visibility.guestsSeenBy(viewer);
    }

    /// Whom `viewer` sees, without the viewer; nobody for an unknown one.
    public NodeSet visibleTo(NodeId viewer) {
        return cohortOf(viewer).visible().without(viewer);
    }

    /// The nodes that `viewer` sees, in the order of ids, as the compiled tailnet has them.
    public List<Node> nodesVisibleTo(NodeId viewer) {
        return visibility.nodesVisibleTo(viewer);
    }

    /// The nodes that `viewer` and all that are alike it see; they may be among them themselves.
    public List<Node> nodesVisibleToCohortOf(NodeId viewer) {
        return visibility.nodesVisibleToCohortOf(viewer);
    }

    /// The viewers that `viewer` is alike: they see the same nodes, with the same routes.
    public Cohort cohortOf(NodeId viewer) {
        return visibility.cohortOf(viewer);
    }

    /// Whether a later compilation of the same policy says the same of a node wherever other nodes are concerned.
    ///
    /// @param node there at both moments
    public boolean treatsAlike(NodeId node, CompiledPolicy later) {
        int mine = membership.census().slotOf(node);
        int theirs = later.membership.census().slotOf(node);
        Node was = membership.census().present(mine);
        Node is = later.membership.census().present(theirs);
        return was.owner().equals(is.owner())
                && was.addresses().equals(is.addresses())
                && Served.by(was).equals(Served.by(is))
                && membership
                        .classOf(mine)
                        .numbers()
                        .equals(later.membership.classOf(theirs).numbers());
    }

    /// The same of a guest.
    public boolean treatsGuestAlike(NodeId guest, CompiledPolicy later) {
        return membership.guests().isAlike(guest, later.membership.guests());
    }

    /// What a change of other nodes alters a node's filter and SSH policy by: nodes with equal keys are concerned by
    /// the same changes.
    public Object admissionKey(NodeId node) {
        int slot = membership.census().slotOf(node);
        if (slot < 0) {
            return "nobody";
        }
        Node present = membership.census().present(slot);
        if (!Served.by(present).isEmpty() || !present.shares().isEmpty()) {
            return node; // what is behind a router counts as the router's own; guests are let in by single nodes
        }
        boolean isOwnerAsked = !policy.blueprint().selfAccesses().isEmpty()
                || policy.document().ssh().isPresent();
        return isOwnerAsked ? List.of(membership.classOf(slot), present.owner()) : membership.classOf(slot);
    }

    /// What `node` lets in: its packet filter, in policy order. Empty: nothing.
    ///
    /// Sent whole as one list, or as named entries of which only the new are sent.
    public List<NamedRule> filterFor(NodeId node) {
        int slot = membership.census().slotOf(node);
        return slot < 0 ? List.of() : filters.write(slot);
    }

    /// Who may log in to `node` by Tailscale SSH; absent when the policy has no such section.
    public Optional<SshPolicy> sshPolicyFor(NodeId node) {
        int slot = membership.census().slotOf(node);
        return policy.document().ssh().isPresent() && slot >= 0 ? Optional.of(ssh.write(slot)) : Optional.empty();
    }

    /// What the policy says of a login from one node as `user` on another, when a client delegates it.
    public SshCheck sshCheck(NodeId source, NodeId destination, String user) {
        int from = membership.census().slotOf(source);
        int to = membership.census().slotOf(destination);
        if (from < 0 || to < 0) {
            return new SshCheck.Denied();
        }
        return SshLogins.of(ssh, to).check(membership.census().present(from), user);
    }

    /// What the policy adds to the node's own `CapMap`: `nodeAttrs`, switches, and the role of its user.
    public CapMap attributesOf(NodeId node) {
        int slot = membership.census().slotOf(node);
        if (slot < 0) {
            return CapMap.none();
        }
        Node present = membership.census().present(slot);
        Optional<User> user = users.find(present.owner().user());
        return attributes.write(present, membership.classOf(slot), user);
    }

    /// What viewers find in the `CapMap` of a peer.
    public CapMap attributesSeenOf(NodeId peer) {
        Node node = membership.census().node(membership.census().slotOf(peer));
        return node != null && Served.by(node).isExitNode() ? EXIT_NODE : CapMap.none();
    }

    /// Whether the node's IPv4 address is left out of its own entry and of what peers see.
    public boolean isIpv4Disabled(NodeId node) {
        return attributesOf(node).contains(AttributeWriter.DISABLE_IPV4);
    }

    /// The blocks that a new IPv4 address for a node of `owner` comes from, in order; none: the server's.
    public List<Prefix> poolsFor(Ownership owner) {
        NodeClass theirs = membership.classify(owner);
        return policy.document().attributes().stream()
                .filter(attribute -> attributes.isMeant(attribute, theirs))
                .flatMap(attribute -> attribute.pools().stream())
                .distinct()
                .toList();
    }

    /// The routes of `peer` that `viewer` is told of, given that it sees the peer.
    public SeenRoutes routesSeen(NodeId viewer, NodeId peer, Routes routes) {
        Census census = membership.census();
        int mine = census.slotOf(viewer);
        Node offering = census.node(census.slotOf(peer));
        return mine < 0 || offering == null
                ? SeenRoutes.NONE
                : steering.seen(census.present(mine), membership.classOf(mine), offering, routes);
    }

    /// What `node` may serve: what was approved before, and what it advertises and the policy approves by itself.
    ///
    /// @param server the server's addresses, to which no route of its own is approved
    public SortedSet<Prefix> approvedFor(Node node, ServerAddresses server) {
        return approvals.approvedFor(node, users.find(node.owner().user()), server);
    }

    /// Whether a login of `user` may tag its node, or a node that has `current` tags may take another.
    public boolean mayTag(UserId user, Collection<Tag> current, Tag wanted) {
        return approvals.mayTag(users.find(user), current, wanted);
    }

    /// Whether something that has `current` tags, and no user, may give a tag: one of them owns it.
    public boolean mayTag(Collection<Tag> current, Tag wanted) {
        return approvals.mayTag(Optional.empty(), current, wanted);
    }

    /// Whether the policy knows a tag; an administrator may give any that it knows.
    public boolean isKnown(Tag tag) {
        return approvals.isKnown(tag);
    }

    /// Which rules let `source` reach `destination`; routes behind the destination count as the destination.
    ///
    /// @param port empty: any
    public Explanation explain(NodeId source, NodeId destination, OptionalInt port) {
        int from = membership.census().slotOf(source);
        int to = membership.census().slotOf(destination);
        return from < 0 || to < 0
                ? new Explanation(List.of())
                : new Explanation(new Explainer(membership).reasons(from, to, port));
    }

    /// Runs `tests` and `sshTests`; empty: all pass.
    public List<TestFailure> test() {
        return new TestRun(policy, membership, ssh).failures();
    }
}
