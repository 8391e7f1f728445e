package net.headscale.registration;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.headscale.coordinator.Allocator;
import net.headscale.coordinator.Command;
import net.headscale.coordinator.Decision;
import net.headscale.coordinator.Limits;
import net.headscale.coordinator.Refusal;
import net.headscale.coordinator.RefusedException;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.DnsLabel;
import net.headscale.tailnet.Host;
import net.headscale.tailnet.Lifetime;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.NodeKeys;
import net.headscale.tailnet.NodeName;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.Reach;
import net.headscale.tailnet.Tailnet;
import net.headscale.wire.key.DiscoKey;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.Hostinfo;
import net.headscale.wire.tailcfg.RegisterRequest;

/// Brings a node in: as the one that its owner has on this machine already, or as a new one.
///
/// @param applicant who asks
/// @param terms on which it comes in
/// @param asked whose it would be if it wished for no tags
/// @param lease what a new node needs
/// @param limits how many nodes there may be
record Admission(Applicant applicant, Terms terms, Ownership asked, Allocator.Lease lease, Limits limits)
        implements Command<NodeId> {
    /// Who asks.
    ///
    /// @param keys the machine key that its connection proved, and the keys that it brings
    /// @param formerKey the node key that it says it had, which only tells the machine's nodes apart; zero: none
    /// @param hostinfo what it says of its machine
    record Applicant(NodeKeys keys, NodeKey formerKey, Hostinfo hostinfo) {
        /// Who asks by this request, on a connection of this machine.
        static Applicant of(MachineKey machine, RegisterRequest request) {
            Hostinfo said = request.hostinfo() == null ? Hostinfo.EMPTY : request.hostinfo();
            NodeKeys keys = new NodeKeys(machine, request.nodeKey(), DiscoKey.ZERO, request.networkLockKey());
            return new Applicant(keys, request.oldNodeKey(), said);
        }
    }

    /// On which terms a node comes in.
    ///
    /// @param owner whose it becomes
    /// @param keyExpiry when its key is to be renewed
    /// @param isEphemeral whether it goes when it is gone
    /// @param joinedBy what lets it in
    record Terms(Ownership owner, Instant keyExpiry, boolean isEphemeral, Lifetime.JoinedBy joinedBy) {
        /// The same for a node of tags, whose key is never to be renewed.
        Terms ownedBy(Ownership tags) {
            return new Terms(tags, Lifetime.NEVER, isEphemeral, joinedBy);
        }
    }

    /// The same on other terms.
    Admission on(Terms other) {
        return new Admission(applicant, other, asked, lease, limits);
    }

    @Override
    public Decision<NodeId> decide(Scene scene) {
        Tailnet tailnet = scene.tailnet();
        Optional<Node> holder = tailnet.nodeWith(applicant.keys.node());
        if (holder.isPresent() && !holder.get().keys().machine().equals(applicant.keys.machine())) {
            throw new RefusedException(new Refusal.Unfit(Admissions.OTHER_MACHINE));
        }
        List<Change> changes = new ArrayList<>();
        Node node = holder(tailnet)
                .map(former -> again(former, scene, changes))
                .orElseGet(() -> anew(tailnet, scene, changes));
        changes.addAll(autoApproved(scene, node));
        return new Decision<>(changes, node.id());
    }

    /// The tags of the node that is there already, which a key does not change: they may be an administrator's. A node
    /// that has expired, or another user's, comes back on the key's own terms.
    Optional<Ownership> keptBy(Tailnet tailnet, Instant now) {
        return joinsByKey()
                ? holder(tailnet)
                        .filter(node -> !node.isExpired(now))
                        .map(Node::owner)
                        .filter(Ownership::isTagged)
                        .filter(owner -> asked.isTagged() || isSameUser(owner))
                : Optional.empty();
    }

    private boolean joinsByKey() {
        return terms.joinedBy instanceof Lifetime.JoinedBy.AuthKey;
    }

    private Optional<Node> holder(Tailnet tailnet) {
        return tailnet.nodeWith(applicant.keys.node()).or(() -> former(tailnet));
    }

    /// The node of the key that the client had, or the one that the same owner has on this machine already.
    ///
    /// A machine may hold several profiles of one user, each a node of its own. So a tagged node is not taken for
    /// the user's, except where his key brings back what an administrator has tagged.
    private Optional<Node> former(Tailnet tailnet) {
        Collection<Node> here = tailnet.nodesOn(applicant.keys.machine());
        return Stream.<Predicate<Node>>of(
                        node -> !applicant.formerKey.isZero()
                                && node.keys().node().equals(applicant.formerKey)
                                && isSameUser(node.owner()),
                        node -> isSame(node.owner(), terms.owner),
                        node -> isSame(node.owner(), asked),
                        node -> joinsByKey() && !asked.isTagged() && isSameUser(node.owner()))
                .flatMap(wanted -> here.stream().filter(wanted))
                .findFirst();
    }

    private boolean isSameUser(Ownership former) {
        return former.user().equals(asked.user());
    }

    private static boolean isSame(Ownership former, Ownership owner) {
        boolean isAsTagged = former.isTagged() == owner.isTagged();
        return isAsTagged && (former.isTagged() || former.user().equals(owner.user()));
    }

    private Node again(Node former, Scene scene, List<Change> changes) {
        var lifetime = new Lifetime(former.lifetime().createdAt(), terms.keyExpiry, terms.isEphemeral, terms.joinedBy);
        Node node = former.withKeys(applicant.keys)
                .withAddresses(lease.over(former.addresses()))
                .withOwner(terms.owner)
                .withLifetime(lifetime)
                .withHost(host(former.host()))
                .withName(name(former, scene.tailnet()))
                .withPresence(seen(former.presence(), scene.now()));
        changes.add(new Change.NodeLoggedIn(node));
        return node;
    }

    /// A login is a sign of life: an ephemeral node that was away for long is not removed before its next map.
    private static Presence seen(Presence before, Instant now) {
        return before instanceof Presence.Offline ? new Presence.Offline(now) : before;
    }

    private Node anew(Tailnet tailnet, Scene scene, List<Change> changes) {
        limits.checkRoomForNode(tailnet);
        Node node = new Node(
                lease.node(),
                applicant.keys,
                new NodeName(applicant.hostinfo.hostname(), label(tailnet, Optional.empty()), false),
                terms.owner,
                lease.addresses(),
                new TreeSet<>(),
                host(Host.UNKNOWN),
                Reach.NOWHERE,
                new Presence.NeverSeen(),
                new Lifetime(scene.now(), terms.keyExpiry, terms.isEphemeral, terms.joinedBy),
                new TreeSet<>());
        changes.add(new Change.NodeJoined(node));
        return node;
    }

    /// What the client says now; what it has not measured yet is kept.
    private Host host(Host former) {
        Hostinfo said = applicant.hostinfo;
        if (said.netInfo() == null && former.hostinfo().netInfo() != null) {
            said = said.toBuilder().netInfo(former.hostinfo().netInfo()).build();
        }
        return new Host(former.capabilityVersion(), said);
    }

    private NodeName name(Node former, Tailnet tailnet) {
        NodeName was = former.name();
        String hostname = applicant.hostinfo.hostname();
        boolean isKept = was.isChosen() || hostname.equals(was.hostname());
        return new NodeName(hostname, isKept ? was.label() : label(tailnet, Optional.of(former.id())), was.isChosen());
    }

    private String label(Tailnet tailnet, Optional<NodeId> itself) {
        return DnsLabel.unique(
                DnsLabel.from(applicant.hostinfo.hostname()),
                label -> tailnet.nodeNamed(label)
                        .filter(other -> !itself.equals(Optional.of(other.id())))
                        .isPresent());
    }

    private static List<Change> autoApproved(Scene scene, Node node) {
        SortedSet<Prefix> approved = scene.view().approvedFor(node);
        return approved.equals(node.approvedRoutes())
                ? List.of()
                : List.of(new Change.RoutesApproved(node.id(), approved));
    }
}
