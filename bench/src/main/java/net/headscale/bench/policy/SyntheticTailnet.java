package net.headscale.bench.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Host;
import net.headscale.tailnet.Lifetime;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.NodeKeys;
import net.headscale.tailnet.NodeName;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.Presence;
import net.headscale.tailnet.Reach;
import net.headscale.tailnet.Tag;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;
import net.headscale.wire.key.DiscoKey;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NetworkLockKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.Hostinfo;

/// The tailnet and policy that headscale was measured with: 500 rules over 200 groups, 100 tags and 50 hosts; 40 %
/// of the nodes tagged, a user for four nodes, a subnet router for 250.
public record SyntheticTailnet(Tailnet tailnet, String policy) {
    private static final int GROUPS = 200;
    private static final int TAGS = 100;
    private static final int HOSTS = 50;

    /// @param hasSelf whether one more rule lets everybody reach nodes of their own
    public static SyntheticTailnet of(int nodes, boolean hasSelf) {
        RandomGenerator random = new Random(nodes);
        int users = Math.max(1, nodes / 4);
        Tailnet tailnet = Tailnet.empty(new TailnetId(1), "bench");
        for (int user = 1; user <= users; user++) {
            tailnet = tailnet.after(new Change.UserSet(User.local(new UserId(user), name(user), Instant.EPOCH)));
        }
        for (int node = 1; node <= nodes; node++) {
            tailnet = tailnet.after(new Change.NodeJoined(node(node, users, random)));
        }
        return new SyntheticTailnet(tailnet, policy(users, nodes >= 10_000 ? 50 : 10, hasSelf, random));
    }

    private static String name(int user) {
        return "user" + user + "@example.com";
    }

    /// A node as the others are, with an id of its own.
    static Node node(long id, int users, RandomGenerator random) {
        UserId user = new UserId(1 + random.nextInt(users));
        boolean isTagged = random.nextInt(10) < 4;
        List<Prefix> routes = id % 250 == 0
                ? List.of(Prefix.parse("10." + id / 250 % HOSTS + "." + id / 250 / HOSTS + ".0/24"))
                : List.of();
        return new Node(
                new NodeId(id),
                new NodeKeys(
                        new MachineKey(1, 0, 0, id),
                        new NodeKey(2, 0, 0, id),
                        new DiscoKey(3, 0, 0, id),
                        new NetworkLockKey(4, 0, 0, id)),
                new NodeName("node" + id, "node" + id, false),
                isTagged
                        ? Ownership.tagged(user, List.of(new Tag("tag:t" + random.nextInt(TAGS))))
                        : Ownership.of(user),
                List.of(
                        IpAddress.ofIpv4((int) (0x64400000L + id)),
                        IpAddress.parse("fd7a:115c:a1e0::").plus(id)),
                new TreeSet<>(routes),
                new Host(142, Hostinfo.builder().os("linux").routableIps(routes).build()),
                Reach.NOWHERE,
                new Presence.Online(),
                new Lifetime(Instant.EPOCH, Lifetime.NEVER, false, new Lifetime.JoinedBy.CommandLine()),
                new TreeSet<>());
    }

    private static String policy(int users, int members, boolean hasSelf, RandomGenerator random) {
        List<String> rules = new ArrayList<>();
        add(rules, 300, () -> rule(group(random), tag(random) + ":22,80,443"));
        add(rules, 80, () -> rule(tag(random), tag(random) + ":443"));
        add(rules, 60, () -> rule(group(random), group(random) + ":*"));
        add(rules, 40, () -> rule(group(random), "h" + random.nextInt(HOSTS) + ":*"));
        add(rules, 10, () -> rule("autogroup:member", tag(random) + ":53"));
        add(rules, 10, () -> rule("*", tag(random) + ":123"));
        if (hasSelf) {
            rules.add(rule("autogroup:member", "autogroup:self:*"));
        }
        return "{\"groups\": {" + groups(users, members, random) + "},\n\"tagOwners\": {" + tags() + "},\n\"hosts\": {"
                + hosts() + "},\n\"acls\": [" + String.join(",\n", rules) + "]}";
    }

    private static void add(List<String> rules, int count, java.util.function.Supplier<String> rule) {
        IntStream.range(0, count).forEach(_ -> rules.add(rule.get()));
    }

    private static String rule(String source, String destination) {
        return "{\"action\": \"accept\", \"src\": [\"" + source + "\"], \"dst\": [\"" + destination + "\"]}";
    }

    private static String group(RandomGenerator random) {
        return "group:g" + random.nextInt(GROUPS);
    }

    private static String tag(RandomGenerator random) {
        return "tag:t" + random.nextInt(TAGS);
    }

    private static String groups(int users, int members, RandomGenerator random) {
        return IntStream.range(0, GROUPS)
                .mapToObj(group -> "\"group:g" + group + "\": ["
                        + IntStream.range(0, members)
                                .mapToObj(_ -> "\"" + name(1 + random.nextInt(users)) + "\"")
                                .collect(Collectors.joining(","))
                        + "]")
                .collect(Collectors.joining(",\n"));
    }

    private static String tags() {
        return IntStream.range(0, TAGS)
                .mapToObj(tag -> "\"tag:t" + tag + "\": []")
                .collect(Collectors.joining(","));
    }

    private static String hosts() {
        return IntStream.range(0, HOSTS)
                .mapToObj(host -> "\"h" + host + "\": \"10." + host + ".0.0/16\"")
                .collect(Collectors.joining(","));
    }
}
