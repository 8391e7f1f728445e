package net.headscale.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Host;
import net.headscale.tailnet.Lifetime;
import net.headscale.tailnet.Lifetime.JoinedBy;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.NodeKeys;
import net.headscale.tailnet.NodeName;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.PolicyText;
import net.headscale.tailnet.PreauthKey;
import net.headscale.tailnet.PreauthKeyId;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.Reach;
import net.headscale.tailnet.Revision;
import net.headscale.tailnet.Tag;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;
import net.headscale.wire.json.RawJson;
import net.headscale.wire.key.DiscoKey;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NetworkLockKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.Hostinfo;

/// Makes tailnets and what may happen to them, with texts as hostile as clients can send them.
///
/// What must be unique over a server is unique over one history, so one history serves all tailnets of
/// a journal.
public final class RandomHistory {
    private static final List<String> TEXTS = List.of(
            "plain",
            "",
            "Joe's \"Mac\"",
            "back\\slash \\u0041",
            "nul\0nul",
            "half \ud800 pair",
            "\udc00",
            "🦊 пример",
            "'; DROP TABLE nodes; --",
            "line\nline\ttab");
    private static final int KINDS_OF_CHANGE = 15;

    private final RandomGenerator random;
    private long lastId;

    public RandomHistory(RandomGenerator random) {
        this(random, 0);
    }

    /// @param lastId the ids, names and addresses that come from it begin behind this one
    public RandomHistory(RandomGenerator random, long lastId) {
        this.random = random;
        this.lastId = lastId;
    }

    /// A new tailnet with an owner, some nodes and whatever else it may start with.
    public Tailnet tailnet(String name) {
        Tailnet tailnet = Tailnet.empty(new TailnetId(nextId()), name);
        User owner = User.local(new UserId(nextId()), "owner", moment());
        Tailnet owned = tailnet.after(new Change.UserSet(owner));
        for (int i = random.nextInt(5); i > 0; i--) {
            owned = owned.after(change(owned));
        }
        return owned.after(new Change.TailnetRenamed(name)).atRevision(new Revision(random.nextInt(3)));
    }

    /// What may happen next, in one revision.
    public List<Change.Durable> changes(Tailnet before) {
        List<Change.Durable> changes = new ArrayList<>();
        Tailnet now = before;
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            Change.Durable change = change(now);
            changes.add(change);
            now = now.after(change);
        }
        return changes;
    }

    /// A node that joins.
    public Node node(Tailnet tailnet) {
        long id = nextId();
        UserId user = any(tailnet.users().values()).map(User::id).orElse(new UserId(1));
        NodeKeys keys = new NodeKeys(
                new MachineKey(random.nextLong(), id, 0, 1),
                new NodeKey(random.nextLong(), id, 0, 2),
                disco(),
                lockKey());
        return new Node(
                new NodeId(id),
                keys,
                new NodeName(text(), "n" + id, random.nextBoolean()),
                owner(user),
                addresses(id),
                routes(),
                host(),
                reach(),
                presence(),
                new Lifetime(moment(), momentOrNever(), random.nextBoolean(), joinedBy()),
                new TreeSet<>());
    }

    /// `node` with other volatile parts.
    public Node elsewhere(Node node) {
        return node.withHost(host())
                .withReach(reach())
                .withPresence(presence())
                .withKeys(node.keys().withDisco(disco()));
    }

    private Change.Durable change(Tailnet now) {
        Optional<Node> node = any(now.nodes().values());
        Optional<User> user = any(now.users().values());
        Optional<PreauthKey> key = any(now.preauthKeys().values());
        int kind = random.nextInt(KINDS_OF_CHANGE);
        return switch (kind) {
            case 0 ->
                node.<Change.Durable>map(n -> new Change.NodeLoggedIn(loggedIn(n)))
                        .orElseGet(() -> joined(now));
            case 1 ->
                node.<Change.Durable>map(n -> new Change.NodeRenamed(n.id(), name()))
                        .orElseGet(() -> joined(now));
            case 2 ->
                node.<Change.Durable>map(n -> new Change.NodeRemoved(n.id())).orElseGet(() -> joined(now));
            case 3 ->
                node.<Change.Durable>map(n -> new Change.KeyExpirySet(n.id(), momentOrNever()))
                        .orElseGet(() -> joined(now));
            case 4 ->
                node.<Change.Durable>map(n -> new Change.RoutesApproved(n.id(), routes()))
                        .orElseGet(() -> joined(now));
            case 5 ->
                node.<Change.Durable>map(
                                n -> new Change.OwnerSet(n.id(), owner(n.owner().user())))
                        .orElseGet(() -> joined(now));
            case 6 ->
                node.<Change.Durable>map(n -> new Change.AddressesSet(n.id(), addresses(nextId())))
                        .orElseGet(() -> joined(now));
            case 7 -> new Change.UserSet(user());
            case 8 ->
                user.<Change.Durable>map(u -> new Change.UserRemoved(u.id())).orElseGet(() -> joined(now));
            case 9 -> new Change.PreauthKeySet(preauthKey());
            case 10 ->
                key.<Change.Durable>map(k -> new Change.PreauthKeyRemoved(k.id()))
                        .orElseGet(() -> joined(now));
            case 11 -> new Change.PolicySet(new PolicyText("// " + text() + "\n{}", moment(), text()));
            case 12 -> new Change.TailnetRenamed("t" + nextId() + text());
            case 13 ->
                node.<Change.Durable>map(n -> new Change.SharesSet(n.id(), shares()))
                        .orElseGet(() -> joined(now));
            default -> joined(now);
        };
    }

    private Change.Durable joined(Tailnet now) {
        return new Change.NodeJoined(node(now));
    }

    private Node loggedIn(Node node) {
        NodeKeys renewed =
                new NodeKeys(node.keys().machine(), new NodeKey(random.nextLong(), nextId(), 0, 3), disco(), lockKey());
        return elsewhere(node).withKeys(renewed).withOwner(owner(node.owner().user()));
    }

    private NodeName name() {
        return new NodeName(text(), "r" + nextId(), true);
    }

    private User user() {
        return new User(
                new UserId(nextId()),
                "u" + nextId() + text(),
                new User.Profile(text(), text(), text()),
                new User.Identity(text(), text()),
                moment(),
                User.Role.values()[random.nextInt(User.Role.values().length)]);
    }

    private PreauthKey preauthKey() {
        return new PreauthKey(
                new PreauthKeyId(nextId()),
                new PreauthKey.Secret("p" + nextId(), "sha256:" + random.nextLong()),
                owner(new UserId(1)),
                new PreauthKey.Terms(random.nextBoolean(), random.nextBoolean(), momentOrNever()),
                moment(),
                random.nextBoolean());
    }

    private Ownership owner(UserId user) {
        return random.nextBoolean()
                ? Ownership.of(user)
                : Ownership.tagged(user, List.of(new Tag("tag:a"), new Tag("tag:b-" + random.nextInt(9))));
    }

    private List<IpAddress> addresses(long distance) {
        IpAddress ipv4 = IpAddress.parse("100.64.0.0").plus(distance);
        IpAddress ipv6 = IpAddress.parse("fd7a:115c:a1e0::").plus(distance);
        return random.nextInt(4) == 0 ? List.of(ipv6) : List.of(ipv4, ipv6);
    }

    private SortedSet<Prefix> routes() {
        SortedSet<Prefix> routes = new TreeSet<>();
        if (random.nextBoolean()) {
            routes.add(Prefix.parse("10." + random.nextInt(256) + ".0.0/16"));
            routes.add(Prefix.ALL_IPV6);
        }
        return routes;
    }

    private SortedSet<TailnetId> shares() {
        SortedSet<TailnetId> shares = new TreeSet<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            shares.add(new TailnetId(1 + random.nextInt(1_000)));
        }
        return shares;
    }

    private Host host() {
        return random.nextInt(4) == 0
                ? Host.UNKNOWN
                : new Host(
                        random.nextInt(200),
                        Hostinfo.builder()
                                .os("linux")
                                .hostname("h" + random.nextInt())
                                .routableIps(List.copyOf(routes()))
                                .userspace(random.nextBoolean())
                                .build()
                                .toBuilder()
                                .others(java.util.Map.of("Unknown", RawJson.parse("{\"a\": [1.0, \"\\u0000\"]}")))
                                .build());
    }

    private Reach reach() {
        return random.nextInt(4) == 0
                ? Reach.NOWHERE
                : new Reach(
                        List.of(
                                Endpoint.parse("192.0.2.1:" + random.nextInt(65536)),
                                Endpoint.parse("[2001:db8::1]:41641")),
                        random.nextInt(30));
    }

    private Presence presence() {
        return switch (random.nextInt(3)) {
            case 0 -> new Presence.NeverSeen();
            case 1 -> new Presence.Online();
            default -> new Presence.Offline(moment());
        };
    }

    private JoinedBy joinedBy() {
        return switch (random.nextInt(3)) {
            case 0 -> new JoinedBy.AuthKey(new PreauthKeyId(1 + random.nextInt(9)));
            case 1 -> new JoinedBy.CommandLine();
            default -> new JoinedBy.Oidc();
        };
    }

    private DiscoKey disco() {
        return random.nextBoolean() ? DiscoKey.ZERO : new DiscoKey(random.nextLong(), 1, 2, 3);
    }

    private NetworkLockKey lockKey() {
        return random.nextBoolean() ? NetworkLockKey.ZERO : new NetworkLockKey(random.nextLong(), 1, 2, 3);
    }

    private Instant moment() {
        return Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000));
    }

    private Instant momentOrNever() {
        return random.nextBoolean() ? Lifetime.NEVER : moment();
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private <T> Optional<T> any(Collection<T> values) {
        return values.stream().skip(random.nextInt(values.size() + 1)).findFirst();
    }

    private long nextId() {
        return ++lastId;
    }
}
