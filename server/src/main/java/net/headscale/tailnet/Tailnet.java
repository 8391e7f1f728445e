package net.headscale.tailnet;

import java.util.Collection;
import java.util.Optional;
import java.util.function.UnaryOperator;
import net.headscale.wire.key.DiscoKey;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;

/// An isolated network at one moment: its users, nodes, pre-auth keys and policy.
///
/// Immutable; [#after] makes the next one. Look-ups by key and label are kept beside the nodes.
public final class Tailnet {
    private final TailnetId id;
    private final String name;
    private final Revision revision;
    private final IdMap<UserId, User> users;
    private final IdMap<PreauthKeyId, PreauthKey> preauthKeys;
    private final Nodes nodes;
    private final PolicyText policy;
    private final IdMap<NodeId, Guest> guests;

    private Tailnet(
            TailnetId id,
            String name,
            Revision revision,
            IdMap<UserId, User> users,
            IdMap<PreauthKeyId, PreauthKey> preauthKeys,
            Nodes nodes,
            PolicyText policy,
            IdMap<NodeId, Guest> guests) {
        this.id = id;
        this.name = name;
        this.revision = revision;
        this.users = users;
        this.preauthKeys = preauthKeys;
        this.nodes = nodes;
        this.policy = policy;
        this.guests = guests;
    }

    /// A tailnet with nothing in it.
    ///
    /// @param name unique over the server
    public static Tailnet empty(TailnetId id, String name) {
        return new Tailnet(
                id, name, Revision.ZERO, IdMap.empty(), IdMap.empty(), Nodes.empty(), PolicyText.NONE, IdMap.empty());
    }

    public TailnetId id() {
        return id;
    }

    public String name() {
        return name;
    }

    public Revision revision() {
        return revision;
    }

    public IdMap<UserId, User> users() {
        return users;
    }

    public IdMap<PreauthKeyId, PreauthKey> preauthKeys() {
        return preauthKeys;
    }

    public IdMap<NodeId, Node> nodes() {
        return nodes.byId();
    }

    public PolicyText policy() {
        return policy;
    }

    /// Nodes of other tailnets that some of this one see.
    public IdMap<NodeId, Guest> guests() {
        return guests;
    }

    /// A node of this tailnet, or a guest of it.
    public Optional<Node> nodeOrGuest(NodeId id) {
        Node own = nodes.byId().get(id);
        return own == null ? guests.find(id).map(Guest::node) : Optional.of(own);
    }

    /// The node that uses this node key now.
    public Optional<Node> nodeWith(NodeKey key) {
        return nodes.with(key);
    }

    /// The nodes that one machine has in this tailnet: one per user that logged in on it, in the order of ids.
    public Collection<Node> nodesOn(MachineKey machine) {
        return nodes.on(machine);
    }

    /// The nodes that told this discovery key: one, but for copies of a machine.
    public Collection<Node> nodesWith(DiscoKey key) {
        return nodes.with(key);
    }

    /// The node that is found under this DNS label.
    public Optional<Node> nodeNamed(String label) {
        return nodes.named(label);
    }

    /// The user with this login name.
    public Optional<User> userNamed(String login) {
        return users.values().stream().filter(user -> user.name().equals(login)).findFirst();
    }

    /// The pre-auth key whose public part this is.
    public Optional<PreauthKey> preauthKeyWithPrefix(String prefix) {
        return preauthKeys.values().stream()
                .filter(key -> key.secret().prefix().equals(prefix))
                .findFirst();
    }

    /// This tailnet once `change` has become true of it; the revision is left to [#atRevision].
    ///
    /// @throws IllegalStateException if the change is about something that is not there
    public Tailnet after(Change change) {
        return switch (change) {
            case Change.NodeJoined(Node node) -> withNodes(nodes.plus(node));
            case Change.NodeLoggedIn(Node node) -> edit(node.id(), _ -> node);
            case Change.NodeRenamed(NodeId node, NodeName newName) -> edit(node, n -> n.withName(newName));
            case Change.NodeRemoved(NodeId node) -> withNodes(nodes.minus(node));
            case Change.KeyExpirySet(NodeId node, var expiry) ->
                edit(node, n -> n.withLifetime(n.lifetime().withKeyExpiry(expiry)));
            case Change.RoutesApproved(NodeId node, var routes) -> edit(node, n -> n.withApprovedRoutes(routes));
            case Change.SharesSet(NodeId node, var tailnets) -> edit(node, n -> n.withShares(tailnets));
            case Change.OwnerSet(NodeId node, Ownership owner) -> edit(node, n -> n.withOwner(owner));
            case Change.AddressesSet(NodeId node, var addresses) -> edit(node, n -> n.withAddresses(addresses));
            case Change.UserSet(User user) -> withUsers(users.with(user.id(), user));
            case Change.UserRemoved(UserId user) -> withUsers(users.without(user));
            case Change.PreauthKeySet(PreauthKey key) -> withPreauthKeys(preauthKeys.with(key.id(), key));
            case Change.PreauthKeyRemoved(PreauthKeyId key) -> withPreauthKeys(preauthKeys.without(key));
            case Change.PolicySet(PolicyText newPolicy) ->
                new Tailnet(id, name, revision, users, preauthKeys, nodes, newPolicy, guests);
            case Change.TailnetRenamed(String newName) ->
                new Tailnet(id, newName, revision, users, preauthKeys, nodes, policy, guests);
            case Change.HostChanged(NodeId node, Host host) -> edit(node, n -> n.withHost(host));
            case Change.ReachChanged(NodeId node, Reach reach, var disco) ->
                edit(
                        node,
                        n -> n.withReach(reach.following(n.reach()))
                                .withKeys(n.keys().withDisco(disco)));
            case Change.PresenceChanged(NodeId node, Presence presence) -> edit(node, n -> n.withPresence(presence));
            case Change.GuestSet(Guest guest) -> withGuests(guests.with(guest.id(), guest));
            case Change.GuestLeft(NodeId guest) -> withGuests(guests.without(guest));
        };
    }

    /// This tailnet after all of `changes`, in order.
    public Tailnet after(Iterable<? extends Change> changes) {
        Tailnet result = this;
        for (Change change : changes) {
            result = result.after(change);
        }
        return result;
    }

    /// This tailnet as it is stored under `newRevision`.
    public Tailnet atRevision(Revision newRevision) {
        return new Tailnet(id, name, newRevision, users, preauthKeys, nodes, policy, guests);
    }

    private Tailnet edit(NodeId node, UnaryOperator<Node> edit) {
        Node before = nodes.byId()
                .find(node)
                .orElseThrow(() -> new IllegalStateException("no node " + node + " in tailnet " + id));
        return withNodes(nodes.replaced(before, edit.apply(before)));
    }

    private Tailnet withNodes(Nodes newNodes) {
        return new Tailnet(id, name, revision, users, preauthKeys, newNodes, policy, guests);
    }

    private Tailnet withUsers(IdMap<UserId, User> newUsers) {
        return new Tailnet(id, name, revision, newUsers, preauthKeys, nodes, policy, guests);
    }

    private Tailnet withPreauthKeys(IdMap<PreauthKeyId, PreauthKey> newKeys) {
        return new Tailnet(id, name, revision, users, newKeys, nodes, policy, guests);
    }

    /// This tailnet with the guests of another moment of it.
    public Tailnet withGuests(IdMap<NodeId, Guest> newGuests) {
        return new Tailnet(id, name, revision, users, preauthKeys, nodes, policy, newGuests);
    }

    @Override
    public String toString() {
        return "Tailnet(" + name + ", revision " + revision.value() + ", " + nodes().size() + " nodes)";
    }
}
