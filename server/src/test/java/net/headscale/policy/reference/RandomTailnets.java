package net.headscale.policy.reference;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Host;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.SampleNode;
import net.headscale.tailnet.Tag;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.Hostinfo;

/// Small tailnets and policies in which everything happens that policies can speak of.
final class RandomTailnets {
    private static final List<String> ROUTES = List.of(
            "10.0.0.0/8",
            "10.33.0.0/16",
            "192.168.1.0/24",
            "8.8.8.0/24",
            "100.64.0.0/29",
            "fd7a:115c:a1e0:b1a::/64",
            "0.0.0.0/0",
            "::/0");
    private static final List<String> TAGS = List.of("tag:a", "tag:b", "tag:c");
    private static final List<String> PEOPLE = List.of(
            "ana@example.com",
            "bob@example.com",
            "cho@example.org",
            "nobody@example.com",
            "group:x",
            "group:y",
            "user:*@example.com",
            "autogroup:member",
            "autogroup:owner",
            "autogroup:admin");
    private static final List<String> ADDRESSES = List.of(
            "100.64.0.2",
            "100.64.0.0/30",
            "fd7a:115c:a1e0::3",
            "10.33.1.0/24",
            "10.0.0.0/8",
            "inside",
            "one",
            "ipset:most",
            "100.99.0.1");

    private final RandomGenerator random;

    RandomTailnets(RandomGenerator random) {
        this.random = random;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private <T> List<T> some(List<T> list, int most) {
        List<T> some = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            some.add(any(list));
        }
        return some;
    }

    Tailnet tailnet() {
        Tailnet tailnet = Tailnet.empty(new TailnetId(1), "random")
                .after(new Change.UserSet(user(1, "ana@example.com", User.Role.OWNER)))
                .after(new Change.UserSet(user(2, "bob@example.com", User.Role.ADMIN)))
                .after(new Change.UserSet(user(3, "cho@example.org", User.Role.MEMBER)));
        int size = 1 + random.nextInt(9);
        for (int id = 1; id <= size; id++) {
            tailnet = tailnet.after(new Change.NodeJoined(node(id)));
        }
        return tailnet;
    }

    private static User user(long id, String email, User.Role role) {
        String name = email.substring(0, email.indexOf('@'));
        User.Profile profile = new User.Profile("", email, "");
        return new User(new UserId(id), name, profile, User.Identity.LOCAL, Instant.EPOCH, role);
    }

    Node node(long id) {
        List<Prefix> advertised = random.nextInt(3) > 0
                ? List.of()
                : some(ROUTES, 3).stream().map(Prefix::parse).toList();
        Hostinfo host = Hostinfo.builder()
                .os(any(List.of("linux", "windows")))
                .routableIps(advertised)
                .build();
        return SampleNode.numbered(id)
                .withOwner(owner())
                .withApprovedRoutes(new TreeSet<>(random.nextInt(4) == 0 ? List.of() : advertised))
                .withHost(new Host(142, host))
                .withPresence(new Presence.Online());
    }

    private Ownership owner() {
        UserId user = new UserId(1 + random.nextInt(3));
        Collection<Tag> tags = random.nextBoolean()
                ? List.of()
                : some(TAGS, 2).stream().map(Tag::new).toList();
        return Ownership.tagged(user, tags);
    }

    /// The tailnet after a node joined, left or changed, and which.
    Step step(Tailnet tailnet, long nextId) {
        List<NodeId> ids = List.copyOf(tailnet.nodes().ids());
        int kind = random.nextInt(3);
        if (ids.isEmpty() || kind == 0) {
            return new Step(tailnet.after(new Change.NodeJoined(node(nextId))), new NodeId(nextId));
        }
        NodeId id = any(ids);
        return kind == 1
                ? new Step(tailnet.after(new Change.NodeRemoved(id)), id)
                : new Step(
                        tailnet.after(new Change.OwnerSet(id, owner()))
                                .after(new Change.RoutesApproved(
                                        id,
                                        new TreeSet<>(some(ROUTES, 2).stream()
                                                .map(Prefix::parse)
                                                .toList()))),
                        id);
    }

    record Step(Tailnet tailnet, NodeId touched) {}

    String policy() {
        StringBuilder policy = new StringBuilder("""
                {"groups": {"group:x": ["ana@example.com", "cho@example.org"], "group:y": []},
                 "hosts": {"inside": "10.33.0.0/16", "one": "100.64.0.1"},
                 "ipsets": {"ipset:most": ["add 10.0.0.0/8", "remove 10.33.0.0/17", "100.64.0.4"]},
                 "tagOwners": {"tag:a": [], "tag:b": ["tag:a"], "tag:c": ["autogroup:member"]},
                 "postures": {"posture:linux": ["node:os == 'linux'"]},
                """);
        policy.append("\"acls\": [").append(list(random.nextInt(5), this::acl)).append("],");
        policy.append("\"grants\": [")
                .append(list(random.nextInt(5), this::grant))
                .append("]}");
        return policy.toString();
    }

    private static String list(int size, java.util.function.Supplier<String> element) {
        return String.join(",", Stream.generate(element).limit(size).toList());
    }

    private static String quoted(List<String> words) {
        return "["
                + String.join(",", words.stream().map(word -> '"' + word + '"').toList()) + "]";
    }

    private String source() {
        return switch (random.nextInt(8)) {
            case 0 -> "*";
            case 1, 2 -> any(TAGS);
            case 3 -> any(ADDRESSES);
            case 4 -> random.nextInt(8) == 0 ? "autogroup:danger-all" : "autogroup:tagged";
            default -> any(PEOPLE);
        };
    }

    private String destination() {
        return switch (random.nextInt(8)) {
            case 0 -> "*";
            case 1, 2 -> any(TAGS);
            case 3, 4 -> any(ADDRESSES);
            case 5 -> random.nextBoolean() ? "autogroup:internet" : "autogroup:tagged";
            default -> any(PEOPLE);
        };
    }

    private List<String> many(java.util.function.Supplier<String> word) {
        return Stream.generate(word).limit(1 + random.nextInt(3)).toList();
    }

    private String posture() {
        return random.nextInt(6) == 0 ? ", \"srcPosture\": [\"posture:linux\"]" : "";
    }

    private String acl() {
        boolean isSelf = random.nextInt(4) == 0;
        List<String> sources = isSelf ? some(PEOPLE, 2) : many(this::source);
        List<String> destinations = new ArrayList<>(many(this::destination));
        if (isSelf) {
            destinations.add("autogroup:self");
        }
        List<String> withPorts = destinations.stream()
                .map(word -> word + ":" + any(List.of("*", "22", "80,443", "1000-2000")))
                .toList();
        String protocol = random.nextInt(4) == 0 ? ", \"proto\": \"tcp\"" : "";
        return "{\"action\": \"accept\", \"src\": " + quoted(sources) + ", \"dst\": " + quoted(withPorts) + protocol
                + posture() + "}";
    }

    private String grant() {
        boolean isSelf = random.nextInt(4) == 0;
        List<String> sources = isSelf ? some(PEOPLE, 2) : many(this::source);
        List<String> destinations = new ArrayList<>(many(this::destination));
        if (isSelf) {
            destinations.add("autogroup:self");
        }
        boolean isApp = random.nextBoolean() && !destinations.contains("autogroup:internet");
        String app = any(List.of("example.com/cap/x", "tailscale.com/cap/drive", "tailscale.com/cap/relay"));
        String what = isApp ? ", \"app\": {\"" + app + "\": [{\"a\": 1}]}" : ", \"ip\": [\"tcp:22\", \"*\"]";
        String both = isApp && random.nextBoolean() ? ", \"ip\": [\"udp:53\"]" : "";
        String via = random.nextInt(3) == 0 && !isSelf ? ", \"via\": [\"" + any(TAGS) + "\"]" : "";
        return "{\"src\": " + quoted(sources) + ", \"dst\": " + quoted(destinations) + what + both + via + posture()
                + "}";
    }
}
