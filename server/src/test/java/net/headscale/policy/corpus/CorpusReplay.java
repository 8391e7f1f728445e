package net.headscale.policy.corpus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.headscale.policy.CompiledPolicy;
import net.headscale.policy.NamedRule;
import net.headscale.policy.Policy;
import net.headscale.policy.Reading;
import net.headscale.policy.SeenRoutes;
import net.headscale.policy.TestFailure;
import net.headscale.route.Routes;
import net.headscale.route.ServerAddresses;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.CapMap;
import net.headscale.wire.tailcfg.FilterRule;
import net.headscale.wire.tailcfg.SshPolicy;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Puts one recording to the engine and tells where they differ, by the name of the check.
final class CorpusReplay {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String REFUSED_TESTS = "test(s) failed";

    /// Capabilities that are the server's, not the policy's; see the corpus' README.
    private static final Set<String> SERVERS = Set.of(
            "https://tailscale.com/cap/file-sharing",
            "https://tailscale.com/cap/ssh",
            "https://tailscale.com/cap/tailnet-lock",
            "default-auto-update",
            "service-host",
            "store-appc-routes",
            "tailnet-display-name",
            "tailnet.maxKeyDuration",
            "native-ipv4",
            "probe-udp-lifetime",
            "ssh-behavior-v1",
            "ssh-env-vars");

    private final CorpusCase recording;
    private final Map<String, String> differences = new LinkedHashMap<>();

    private CorpusReplay(CorpusCase recording) {
        this.recording = recording;
    }

    /// The checks that fail, each with what differs first; empty: the engine answers as the hosted service did.
    static Map<String, String> replay(CorpusCase recording) {
        CorpusReplay replay = new CorpusReplay(recording);
        replay.run();
        return replay.differences;
    }

    private void differ(String check, String what) {
        differences.putIfAbsent(check, what);
    }

    private void run() {
        boolean isAccepted = recording.json().get("result").get("code").asInt() == 200;
        switch (Policy.parse(recording.policy(), CorpusCase.domains())) {
            case Reading.Refused(var why) -> refused(isAccepted, why.message());
            case Reading.Accepted(Policy policy) -> accepted(isAccepted, policy);
        }
    }

    private void refused(boolean isAccepted, String message) {
        if (isAccepted) {
            differ("result", "refused: " + message);
            return;
        }
        String expected = recording.json().get("result").path("message").asString("");
        if (!message.contains(expected)) {
            boolean isOptional = recording.json().get("category").asString().equals("nodeattrs");
            differ(isOptional ? "message" : "result", "refused with: " + message + "\n    instead of: " + expected);
        }
    }

    private void accepted(boolean isAccepted, Policy policy) {
        CompiledPolicy compiled = policy.compile(recording.tailnet());
        List<TestFailure> failures = compiled.test();
        if (!failures.isEmpty()) {
            refused(isAccepted, REFUSED_TESTS);
            if (isAccepted) {
                differ("result", failures.toString());
            }
        } else if (!isAccepted) {
            differ("result", "accepted instead of: " + recording.json().get("result"));
        } else {
            Routes routes = Routes.of(recording.tailnet());
            recording
                    .json()
                    .path("expect")
                    .properties()
                    .forEach(entry -> node(
                            compiled, routes, recording.ids().get(entry.getKey()), entry.getKey(), entry.getValue()));
            approvals(compiled);
        }
    }

    private void approvals(CompiledPolicy compiled) {
        if (!recording.json().get("category").asString().equals("routes")) {
            return;
        }
        for (Node node : recording.tailnet().nodes().values()) {
            var approved =
                    compiled.approvedFor(node.withApprovedRoutes(Collections.emptySortedSet()), ServerAddresses.NONE);
            for (Prefix route : node.advertisedRoutes()) {
                if (approved.contains(route) != node.approvedRoutes().contains(route)) {
                    differ("approve", node.name().label() + " " + route);
                }
            }
        }
    }

    private void node(CompiledPolicy compiled, Routes routes, NodeId id, String name, JsonNode expected) {
        filter(name, expected.path("filter"), compiled.filterFor(id));
        peers(compiled, routes, id, name, expected.path("peers"));
        if (expected.has("ssh")) {
            ssh(name, expected.get("ssh"), compiled.sshPolicyFor(id));
        }
        if (expected.has("selfCapMap")) {
            capabilities("caps", name, expected.get("selfCapMap"), compiled.attributesOf(id), SERVERS);
        }
        if (expected.has("selfAddresses") != compiled.isIpv4Disabled(id)) {
            differ("addresses", name + ": " + expected.path("selfAddresses"));
        }
    }

    // filters

    private void filter(String name, JsonNode expected, List<NamedRule> actual) {
        List<String> wanted = new ArrayList<>();
        expected.forEach(rule -> wanted.add(rule(rule)));
        List<String> found = actual.stream().map(named -> rule(named.rule())).toList();
        if (!wanted.equals(found)) {
            differ("filter", name + "\n    wanted " + wanted + "\n    found  " + found);
        }
        List<String> names = actual.stream().map(NamedRule::name).toList();
        if (!names.equals(new ArrayList<>(new TreeSet<>(names)))) {
            differ("names", name + ": " + names);
        }
    }

    private boolean isRenumbered() {
        return recording.json().get("captured").asString().compareTo("2026-04-28") >= 0;
    }

    private String rule(JsonNode rule) {
        List<String> ports = new ArrayList<>();
        rule.path("DstPorts")
                .forEach(at -> ports.add(at.get("IP").asString() + ":"
                        + at.get("Ports").get("First").asInt() + "-"
                        + at.get("Ports").get("Last").asInt()));
        List<Integer> protocols = new ArrayList<>();
        rule.path("IPProto").forEach(protocol -> protocols.add(protocol.asInt()));
        List<String> grants = new ArrayList<>();
        rule.path("CapGrant").forEach(grant -> {
            Map<String, List<JsonNode>> capabilities = new TreeMap<>();
            grant.path("CapMap").properties().forEach(entry -> {
                List<JsonNode> values = new ArrayList<>();
                entry.getValue().forEach(values::add);
                capabilities.put(entry.getKey(), values);
            });
            grants.add(new TreeSet<>(CorpusCase.texts(grant.path("Dsts"))) + "=" + capabilities);
        });
        return sources(CorpusCase.texts(rule.path("SrcIPs"))) + "->" + sorted(ports) + new TreeSet<>(protocols)
                + grants;
    }

    private String rule(FilterRule rule) {
        List<String> ports = rule.destinations().stream()
                .map(at -> at.addresses() + ":" + at.ports().first() + "-"
                        + at.ports().last())
                .toList();
        List<String> grants = rule.grants().stream()
                .map(grant -> new TreeSet<>(grant.destinations().stream()
                                .map(Prefix::toString)
                                .toList())
                        + "=" + values(grant.capMap()))
                .toList();
        return sources(rule.sources()) + "->" + sorted(ports) + new TreeSet<>(rule.protocols()) + grants;
    }

    private static List<String> sorted(Collection<String> texts) {
        return texts.stream().sorted().toList();
    }

    private String sources(List<String> sources) {
        return isRenumbered() ? AddressUnion.of(sources).toString() : new TreeSet<>(sources).toString();
    }

    private static Map<String, List<JsonNode>> values(CapMap map) {
        Map<String, List<JsonNode>> values = new TreeMap<>();
        map.capabilities()
                .forEach((name, raw) -> values.put(
                        name,
                        raw.stream().map(value -> MAPPER.readTree(value.text())).toList()));
        return values;
    }

    // peers

    private void peers(CompiledPolicy compiled, Routes routes, NodeId id, String name, JsonNode expected) {
        Set<String> wanted = new TreeSet<>();
        expected.properties().forEach(entry -> wanted.add(entry.getKey()));
        Set<String> found = new TreeSet<>();
        compiled.visibleTo(id)
                .forEach(peer -> found.add(recording
                        .tailnet()
                        .nodes()
                        .find(peer)
                        .orElseThrow()
                        .name()
                        .label()));
        if (!wanted.equals(found)) {
            differ("peers", name + "\n    wanted " + wanted + "\n    found  " + found);
        }
        for (NodeId other : recording.tailnet().nodes().ids()) {
            String label =
                    recording.tailnet().nodes().find(other).orElseThrow().name().label();
            if (compiled.sees(id, other) != found.contains(label)) {
                differ("sees", name + " " + label);
            }
        }
        expected.properties().forEach(entry -> peer(compiled, routes, id, name, entry.getKey(), entry.getValue()));
    }

    private void peer(
            CompiledPolicy compiled, Routes routes, NodeId viewer, String name, String peerName, JsonNode expected) {
        NodeId peer = recording.ids().get(peerName);
        Node node = recording.tailnet().nodes().find(peer).orElseThrow();
        SeenRoutes seen = compiled.routesSeen(viewer, peer, routes);
        Set<String> allowed = new TreeSet<>();
        for (IpAddress address : node.addresses()) {
            if (address.isIpv6() || !compiled.isIpv4Disabled(peer)) {
                allowed.add(Prefix.of(address).toString());
            }
        }
        seen.allowed().forEach(prefix -> allowed.add(prefix.toString()));
        // approved while the recording was made, and so told to some viewers only: taken as fed, see the corpus' README
        Set<String> late = new TreeSet<>(CorpusCase.texts(expected.path("primaryRoutes")));
        node.approvedRoutes().forEach(route -> late.remove(route.toString()));
        allowed.addAll(late);
        same("allowedIPs", name + " -> " + peerName, expected.path("allowedIPs"), allowed);
        Set<String> primary = new TreeSet<>();
        seen.primary().forEach(prefix -> primary.add(prefix.toString()));
        primary.addAll(late);
        same("primaryRoutes", name + " -> " + peerName, expected.path("primaryRoutes"), primary);
        capabilities(
                "peerCaps",
                name + " -> " + peerName,
                expected.path("capMap"),
                compiled.attributesSeenOf(peer),
                Set.of());
    }

    private void same(String check, String where, JsonNode expected, Set<String> found) {
        Set<String> wanted = new TreeSet<>(CorpusCase.texts(expected));
        if (!wanted.equals(found)) {
            differ(check, where + "\n    wanted " + wanted + "\n    found  " + found);
        }
    }

    private void capabilities(String check, String where, JsonNode expected, CapMap actual, Set<String> ignored) {
        Map<String, List<JsonNode>> wanted = new TreeMap<>();
        expected.properties().forEach(entry -> {
            List<JsonNode> values = new ArrayList<>();
            entry.getValue().forEach(values::add);
            wanted.put(entry.getKey(), values);
        });
        Map<String, List<JsonNode>> found = values(actual);
        wanted.keySet().removeAll(ignored);
        found.keySet().removeAll(ignored);
        if (!wanted.equals(found)) {
            differ(check, where + "\n    wanted " + wanted + "\n    found  " + found);
        }
    }

    // ssh

    private void ssh(String name, JsonNode expected, Optional<SshPolicy> actual) {
        List<String> wanted = new ArrayList<>();
        expected.forEach(rule -> wanted.add(sshRule(rule)));
        List<String> found = actual.map(SshPolicy::rules).orElse(List.of()).stream()
                .map(CorpusReplay::sshRule)
                .toList();
        if (!wanted.equals(found)) {
            differ("ssh", name + "\n    wanted " + wanted + "\n    found  " + found);
        }
    }

    private static String sshRule(JsonNode rule) {
        List<String> principals = new ArrayList<>();
        rule.path("principals")
                .forEach(principal -> principals.add(principal.path("nodeIP").asString("?" + principal)));
        Map<String, String> users = new TreeMap<>();
        rule.path("sshUsers")
                .properties()
                .forEach(entry -> users.put(entry.getKey(), entry.getValue().asString()));
        Map<String, String> action = new TreeMap<>();
        rule.path("action")
                .properties()
                .forEach(entry -> action.put(entry.getKey(), entry.getValue().asString()));
        return sorted(principals) + " " + users + " " + action + " " + CorpusCase.texts(rule.path("acceptEnv"));
    }

    private static String sshRule(SshPolicy.Rule rule) {
        List<String> principals =
                rule.principals().stream().map(SshPolicy.Principal::nodeIp).toList();
        Map<String, String> action = new TreeMap<>();
        SshPolicy.SshAction is = rule.action();
        if (is != null) {
            put(action, "accept", is.accept());
            put(action, "reject", is.reject());
            put(action, "allowAgentForwarding", is.allowAgentForwarding());
            put(action, "allowLocalPortForwarding", is.allowLocalPortForwarding());
            put(action, "allowRemotePortForwarding", is.allowRemotePortForwarding());
            if (!is.holdAndDelegate().isEmpty()) {
                action.put("holdAndDelegate", is.holdAndDelegate());
            }
        }
        return sorted(principals) + " " + new TreeMap<>(rule.sshUsers()) + " " + action + " " + rule.acceptEnv();
    }

    private static void put(Map<String, String> action, String name, boolean value) {
        if (value) {
            action.put(name, "true");
        }
    }
}
