package net.headscale.netmap;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.headscale.policy.Policy;
import net.headscale.policy.Reading;

/// Policies by seed, from a small grammar that has all that decides what a node is told: users, groups, tags, hosts,
/// `autogroup:self`, subnets, `via`, postures, capabilities, SSH and node attributes.
final class RandomPolicy {
    static final List<String> USERS = List.of("ana", "ben", "cleo");
    static final List<String> TAGS = List.of("tag:db", "tag:web", "tag:exit");
    private static final List<String> NODES = List.of(
            "*",
            "ana@",
            "ben@",
            "cleo@",
            "group:devs",
            "group:nobody",
            "tag:db",
            "tag:web",
            "tag:exit",
            "autogroup:member",
            "autogroup:tagged",
            "100.64.0.3",
            "first");
    private static final List<String> SUBNETS =
            List.of("10.33.0.0/16", "10.0.0.0/8", "192.168.1.7", "fd00:1::/64", "autogroup:internet");
    private static final String DEFINITIONS = """
            "groups": {"group:devs": ["ana@", "ben@"], "group:nobody": []},
            "hosts": {"first": "100.64.0.1"},
            "tagOwners": {"tag:db": ["ana@"], "tag:web": ["ana@"], "tag:exit": ["group:devs"]},
            "postures": {"posture:linux": ["node:os == 'linux'"], "posture:new": ["node:tsVersion >= '1.98'"]}
            """;

    private final RandomParts parts;

    RandomPolicy(RandomParts parts) {
        this.parts = parts;
    }

    /// A policy that is accepted; blank, and with it allow-all, one time in five.
    String text() {
        if (parts.oneIn(5)) {
            return "";
        }
        String text = """
                {%s, "grants": %s, "ssh": %s, "nodeAttrs": %s}
                """.formatted(DEFINITIONS, many(4, this::grant), many(2, this::ssh), many(2, this::attribute));
        return switch (Policy.parse(text)) {
            case Reading.Accepted _ -> text;
            case Reading.Refused(var why) -> throw new IllegalStateException(why + " in " + text);
        };
    }

    private String many(int most, java.util.function.Supplier<String> one) {
        return IntStream.range(0, parts.random().nextInt(most + 1))
                .mapToObj(_ -> one.get())
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private String grant() {
        List<String> members = new ArrayList<>();
        if (parts.oneIn(6)) {
            return """
                    {"src": ["%s"], "dst": ["autogroup:self"], "ip": ["*"]}""".formatted(parts.any(List.of("autogroup:member", "group:devs", "ana@")));
        }
        boolean leadsOut = parts.oneIn(3);
        members.add("\"src\": " + (parts.oneIn(5) ? names(List.of("autogroup:shared", "tag:db")) : names(NODES)));
        members.add("\"dst\": " + names(leadsOut ? SUBNETS : NODES));
        members.add("\"ip\": " + names(List.of("*", "22", "tcp:80-443", "udp:53")));
        if (leadsOut && parts.oneIn(2)) {
            members.add("\"via\": " + names(TAGS));
        }
        if (!leadsOut && parts.oneIn(3)) {
            members.add("\"app\": {\"corp.example/cap/print\": [{\"pages\": 3}]}");
        }
        if (parts.oneIn(4)) {
            members.add("\"srcPosture\": " + names(List.of("posture:linux", "posture:new")));
        }
        return "{" + String.join(", ", members) + "}";
    }

    private String ssh() {
        return """
                {"action": "%s", "src": %s, "dst": %s, "users": ["autogroup:nonroot", "root"]}""".formatted(
                        parts.any(List.of("accept", "check")),
                        names(List.of("ana@", "group:devs", "autogroup:member")),
                        names(TAGS));
    }

    private String attribute() {
        return """
                {"target": %s, "attr": %s}""".formatted(names(NODES), names(List.of("funnel", "magicdns-aaaa", "disable-ipv4")));
    }

    /// One or two of `words` as a JSON list.
    private String names(List<String> words) {
        String first = parts.any(words);
        String second = parts.any(words);
        return first.equals(second) || parts.oneIn(2)
                ? "[\"" + first + "\"]"
                : "[\"" + first + "\", \"" + second + "\"]";
    }
}
