package net.headscale.netmap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import net.headscale.route.Served;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Guest;
import net.headscale.tailnet.Host;
import net.headscale.tailnet.Lifetime;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.NodeName;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.PolicyText;
import net.headscale.tailnet.PreauthKey;
import net.headscale.tailnet.PreauthKeyId;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.Reach;
import net.headscale.tailnet.Tag;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.tailcfg.Hostinfo;

/// Draws what may happen to a tailnet next, by seed, and keeps the promises that those who decide keep: ids and
/// addresses are used once, labels are unique, nobody owns a node and is gone, no node is never seen twice.
final class RandomChanges {
    private static final IpAddress FIRST_IPV4 = IpAddress.parse("100.64.0.1");
    private static final IpAddress FIRST_IPV6 = IpAddress.parse("fd7a:115c:a1e0::1");
    private static final List<Tag> TAGS =
            RandomPolicy.TAGS.stream().map(Tag::new).toList();

    private static final List<Guest.Home> HOMES =
            List.of(new Guest.Home(new TailnetId(2), "two"), new Guest.Home(new TailnetId(3), "three"));

    private final RandomParts parts;
    private final RandomPolicy policies;
    private final List<NodeId> unusedIds = new ArrayList<>();
    private final List<Function<Tailnet, List<Change>>> ofTailnets = new ArrayList<>();
    private final List<BiFunction<Tailnet, Node, List<Change>>> ofNodes = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private int used;

    RandomChanges(RandomParts parts) {
        this.parts = parts;
        this.policies = new RandomPolicy(parts);
        ofTailnets.addAll(List.of(
                this::join,
                this::join,
                this::setUser,
                this::setUser,
                this::removeUser,
                this::setPolicy,
                this::setPolicy,
                this::setGuest,
                this::setGuest,
                this::setGuest,
                this::loseGuest,
                this::setPreauthKey,
                this::removePreauthKey,
                this::renameTailnet));
        ofNodes.addAll(List.of(
                this::logIn,
                this::rename,
                this::remove,
                this::setExpiry,
                this::setExpiry,
                this::approve,
                this::serve,
                this::share,
                this::setOwner,
                this::setAddresses,
                this::changeHost,
                this::measureNet,
                this::updateClient,
                this::visit,
                this::changeReach,
                this::changeReach,
                this::changeReach,
                this::changePresence,
                this::changePresence,
                this::changePresence,
                this::failOver));
    }

    /// One act, which may be a few changes; none where what was drawn cannot be done.
    List<Change> next(Tailnet tailnet) {
        now = now.plusSeconds(parts.random().nextInt(100));
        if (tailnet.nodes().isEmpty() || parts.oneIn(3)) {
            return parts.any(ofTailnets).apply(tailnet);
        }
        return parts.any(ofNodes)
                .apply(tailnet, parts.any(List.copyOf(tailnet.nodes().values())));
    }

    /// Users and nodes to begin with.
    List<Change> founding() {
        List<Change> founding = new ArrayList<>();
        for (int user = 1; user <= 3; user++) {
            founding.add(new Change.UserSet(user(new UserId(user))));
        }
        return founding;
    }

    private User user(UserId id) {
        var profile =
                new User.Profile(parts.any(List.of("", "Ana", "Ben")), parts.any(List.of("", "x@corp.example")), "");
        String name = RandomPolicy.USERS.get((int) id.value() % RandomPolicy.USERS.size());
        return new User(id, parts.oneIn(3) ? name + id : name, profile, User.Identity.LOCAL, now);
    }

    List<Change> join(Tailnet tailnet) {
        NodeId id = newId();
        boolean isOnKnownMachine = !tailnet.nodes().isEmpty() && parts.oneIn(4);
        var machine = isOnKnownMachine
                ? parts.any(List.copyOf(tailnet.nodes().values())).keys().machine()
                : parts.machineKey();
        Presence presence = parts.oneIn(2) ? new Presence.Online() : new Presence.NeverSeen();
        return List.of(new Change.NodeJoined(new Node(
                id,
                parts.keys(machine),
                new NodeName("host", "n" + id, false),
                owner(tailnet),
                addresses(),
                parts.routes(),
                parts.oneIn(5) ? Host.UNKNOWN : parts.host(0),
                parts.oneIn(3) ? Reach.NOWHERE : parts.reach(),
                presence,
                new Lifetime(now, expiry(), parts.oneIn(5), new Lifetime.JoinedBy.CommandLine()),
                new TreeSet<>())));
    }

    /// Ids are leased in blocks, so that a later node may have a lower one.
    private NodeId newId() {
        if (unusedIds.isEmpty()) {
            for (int i = 0; i < 4; i++) {
                unusedIds.add(new NodeId(++used));
            }
            Collections.shuffle(unusedIds, java.util.Random.from(parts.random()));
        }
        return unusedIds.removeLast();
    }

    private List<IpAddress> addresses() {
        int number = ++used;
        return parts.oneIn(5)
                ? List.of(FIRST_IPV4.plus(number))
                : List.of(FIRST_IPV4.plus(number), FIRST_IPV6.plus(number));
    }

    private Ownership owner(Tailnet tailnet) {
        UserId user = parts.any(List.copyOf(tailnet.users().ids()));
        return parts.oneIn(3) ? Ownership.tagged(user, List.of(parts.any(TAGS), parts.any(TAGS))) : Ownership.of(user);
    }

    private Instant expiry() {
        return parts.any(List.of(Lifetime.NEVER, now.minusSeconds(3600), now.plusSeconds(3600)));
    }

    private List<Change> logIn(Tailnet tailnet, Node node) {
        Node later = node.withKeys(parts.keys(node.keys().machine()))
                .withLifetime(node.lifetime().withKeyExpiry(expiry()))
                .withOwner(parts.oneIn(2) ? node.owner() : owner(tailnet))
                .withHost(parts.oneIn(2) ? node.host() : parts.host(node.host().capabilityVersion()));
        return List.of(new Change.NodeLoggedIn(later));
    }

    private List<Change> rename(Tailnet tailnet, Node node) {
        return List.of(new Change.NodeRenamed(node.id(), new NodeName("host", "m" + ++used, true)));
    }

    private List<Change> remove(Tailnet tailnet, Node node) {
        return List.of(new Change.NodeRemoved(node.id()));
    }

    private List<Change> setExpiry(Tailnet tailnet, Node node) {
        return List.of(new Change.KeyExpirySet(node.id(), expiry()));
    }

    private List<Change> approve(Tailnet tailnet, Node node) {
        return List.of(new Change.RoutesApproved(node.id(), parts.routes()));
    }

    /// Makes a router of a node: what is approved is advertised, too.
    private List<Change> serve(Tailnet tailnet, Node node) {
        var routes = parts.routes();
        Hostinfo host = node.host().hostinfo().toBuilder()
                .routableIps(List.copyOf(routes))
                .build();
        return List.of(
                new Change.HostChanged(node.id(), new Host(node.host().capabilityVersion(), host)),
                new Change.RoutesApproved(node.id(), routes));
    }

    private List<Change> share(Tailnet tailnet, Node node) {
        return List.of(new Change.SharesSet(
                node.id(),
                new TreeSet<>(parts.some(HOMES.stream().map(Guest.Home::id).toList()))));
    }

    /// A newcomer from another tailnet, or another look of one who is here.
    private List<Change> setGuest(Tailnet tailnet) {
        Node newcomer = ((Change.NodeJoined) join(tailnet).getFirst()).node();
        Guest former = tailnet.guests().isEmpty() || parts.oneIn(3)
                ? null
                : parts.any(List.copyOf(tailnet.guests().values()));
        var standing = parts.any(List.of(Guest.Standing.values()));
        if (former == null) {
            User owner = user(new UserId(10_000 + newcomer.id().value())); // ids are unique over the server
            Node bare = newcomer.withApprovedRoutes(new TreeSet<>()).withOwner(Ownership.of(owner.id()));
            return List.of(new Change.GuestSet(new Guest(bare, owner, parts.any(HOMES), standing)));
        }
        Node node = parts.any(List.of(
                former.node(),
                former.node().withReach(parts.reach().following(former.node().reach())),
                former.node().withHost(parts.host(former.node().host().capabilityVersion())),
                former.node().withAddresses(addresses())));
        User owner = parts.oneIn(3) ? user(former.owner().id()) : former.owner();
        Guest.Home home = parts.oneIn(5) ? new Guest.Home(former.home().id(), "elsewhere") : former.home();
        return List.of(
                new Change.GuestSet(new Guest(node, owner, home, parts.oneIn(3) ? standing : former.standing())));
    }

    private List<Change> loseGuest(Tailnet tailnet) {
        return tailnet.guests().isEmpty()
                ? List.of()
                : List.of(new Change.GuestLeft(
                        parts.any(List.copyOf(tailnet.guests().ids()))));
    }

    private List<Change> setOwner(Tailnet tailnet, Node node) {
        return List.of(new Change.OwnerSet(node.id(), owner(tailnet)));
    }

    private List<Change> setAddresses(Tailnet tailnet, Node node) {
        return List.of(new Change.AddressesSet(node.id(), addresses()));
    }

    private List<Change> changeHost(Tailnet tailnet, Node node) {
        return List.of(new Change.HostChanged(node.id(), parts.host(node.host().capabilityVersion())));
    }

    private List<Change> measureNet(Tailnet tailnet, Node node) {
        Hostinfo host = node.host().hostinfo().withNetInfo(parts.netInfo());
        return List.of(new Change.HostChanged(node.id(), new Host(node.host().capabilityVersion(), host)));
    }

    private List<Change> updateClient(Tailnet tailnet, Node node) {
        int next = node.host().capabilityVersion() + 1;
        return List.of(
                new Change.HostChanged(node.id(), new Host(next, node.host().hostinfo())));
    }

    private List<Change> changeReach(Tailnet tailnet, Node node) {
        var disco = parts.oneIn(3) ? parts.discoKey() : node.keys().disco();
        return List.of(new Change.ReachChanged(node.id(), parts.reach(), disco));
    }

    private List<Change> changePresence(Tailnet tailnet, Node node) {
        List<Presence> others = List.of(
                new Presence.Offline(now), new Presence.Silent(), new Presence.Online(), new Presence.Arriving());
        Presence next = parts.any(others.stream()
                .filter(other -> !other.getClass().equals(node.presence().getClass()))
                .toList());
        return List.of(new Change.PresenceChanged(node.id(), next));
    }

    /// Comes and goes between two rounds, as a client that was started anew, while the server's clock is set back.
    private List<Change> visit(Tailnet tailnet, Node otherwise) {
        NodeId visitor = tailnet.nodes().values().stream()
                .filter(node -> node.presence() instanceof Presence.Offline)
                .findFirst()
                .orElse(otherwise)
                .id();
        Instant earlier = now.minusSeconds(parts.random().nextInt(500));
        return List.of(
                new Change.PresenceChanged(visitor, new Presence.Online()),
                new Change.ReachChanged(visitor, parts.reach(), parts.discoKey()),
                new Change.PresenceChanged(visitor, new Presence.Offline(earlier)));
    }

    /// Takes a router away from under its peers, where there is one.
    private List<Change> failOver(Tailnet tailnet, Node otherwise) {
        Node router = tailnet.nodes().values().stream()
                .filter(node -> node.presence().isOnline() && !Served.by(node).isEmpty())
                .findFirst()
                .orElse(otherwise);
        return changePresence(tailnet, router);
    }

    private List<Change> setUser(Tailnet tailnet) {
        UserId id = parts.oneIn(2) ? parts.any(List.copyOf(tailnet.users().ids())) : new UserId(100 + ++used);
        return List.of(new Change.UserSet(user(id)));
    }

    private List<Change> removeUser(Tailnet tailnet) {
        var owners = new TreeSet<UserId>();
        tailnet.nodes().values().forEach(node -> owners.add(node.owner().user()));
        return tailnet.users().ids().stream()
                .filter(user -> user.value() > 1 && !owners.contains(user))
                .findFirst()
                .<List<Change>>map(user -> List.of(new Change.UserRemoved(user)))
                .orElse(List.of());
    }

    private List<Change> setPolicy(Tailnet tailnet) {
        return List.of(new Change.PolicySet(new PolicyText(policies.text(), now)));
    }

    private List<Change> setPreauthKey(Tailnet tailnet) {
        var secret = new PreauthKey.Secret("prefix" + ++used, "sha256:00");
        var terms = new PreauthKey.Terms(true, false, now.plusSeconds(60));
        return List.of(new Change.PreauthKeySet(
                new PreauthKey(new PreauthKeyId(used), secret, owner(tailnet), terms, now, false)));
    }

    private List<Change> removePreauthKey(Tailnet tailnet) {
        return tailnet.preauthKeys().ids().stream()
                .findFirst()
                .<List<Change>>map(key -> List.of(new Change.PreauthKeyRemoved(key)))
                .orElse(List.of());
    }

    private List<Change> renameTailnet(Tailnet tailnet) {
        return List.of(new Change.TailnetRenamed(parts.any(List.of("default", "lab", "attic"))));
    }
}
