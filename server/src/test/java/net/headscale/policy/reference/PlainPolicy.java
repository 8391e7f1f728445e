package net.headscale.policy.reference;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.headscale.policy.language.AddressRange;
import net.headscale.policy.language.AddressRanges;
import net.headscale.policy.language.Autogroup;
import net.headscale.policy.language.Condition;
import net.headscale.policy.language.PolicyDocument;
import net.headscale.policy.language.Rule;
import net.headscale.policy.language.Selector;
import net.headscale.route.Served;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.User;
import net.headscale.wire.json.RawJson;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.FilterRule.PortRange;

/// What a policy says of a tailnet, read rule by rule and pair by pair.
final class PlainPolicy {
    private final PolicyDocument document;
    private final Tailnet tailnet;

    PlainPolicy(PolicyDocument document, Tailnet tailnet) {
        this.document = document;
        this.tailnet = tailnet;
    }

    // selectors

    private Collection<Node> nodes() {
        return tailnet.nodes().values();
    }

    private boolean isUser(Selector selector, User user) {
        String email = user.profile().email();
        return switch (selector) {
            case Selector.Login(String login) ->
                login.equals(user.name()) || login.equals(email) || login.equals(user.name() + "@");
            case Selector.Domain domain -> email.endsWith("@" + domain.domain());
            case Selector.Group(String name) ->
                document.definitions().groups().get(name).stream().anyMatch(member -> isUser(member, user));
            case Selector.Auto(Autogroup group) ->
                switch (group) {
                    case OWNER -> user.role() == User.Role.OWNER;
                    case ADMIN -> user.role() == User.Role.OWNER || user.role() == User.Role.ADMIN;
                    default -> group == Autogroup.MEMBER;
                };
            default -> false;
        };
    }

    private boolean isNode(Selector selector, Node node) {
        if (selector instanceof Selector.Tagged(var tag)) {
            return node.owner().tags().contains(tag);
        }
        if (node.owner().isTagged()) {
            return selector.isAuto(Autogroup.TAGGED);
        }
        return isUser(selector, tailnet.users().find(node.owner().user()).orElseThrow());
    }

    /// The addresses that a selector stands for, each as it is written.
    private List<AddressRange> addresses(Selector selector) {
        return switch (selector) {
            case Selector.Everyone _ -> everyone();
            case Selector.Literal literal -> List.of(AddressRange.of(literal.prefix()));
            case Selector.Host host -> List.of(AddressRange.of(host.prefix()));
            case Selector.IpSet set -> set.ranges().ranges();
            case Selector.Auto(Autogroup group) when group == Autogroup.INTERNET -> AddressRanges.INTERNET.ranges();
            default ->
                nodes().stream()
                        .filter(node -> isNode(selector, node))
                        .flatMap(node -> own(node).stream())
                        .toList();
        };
    }

    private List<AddressRange> everyone() {
        List<AddressRange> ranges = new ArrayList<>(AddressRanges.TAILSCALE.ranges());
        nodes().forEach(node -> Served.by(node).subnets().forEach(subnet -> ranges.add(AddressRange.of(subnet))));
        return ranges.stream().distinct().toList();
    }

    private static List<AddressRange> own(Node node) {
        return node.addresses().stream().map(Prefix::of).map(AddressRange::of).toList();
    }

    private static boolean holdsAddressOf(List<AddressRange> ranges, Node node) {
        return node.addresses().stream().anyMatch(address -> ranges.stream().anyMatch(r -> r.contains(address)));
    }

    private static boolean isBehind(List<AddressRange> ranges, Node node) {
        return Served.by(node).subnets().stream()
                .anyMatch(subnet -> ranges.stream().anyMatch(range -> range.overlaps(subnet)));
    }

    private static boolean fulfils(Rule rule, PolicyDocument document, Node node) {
        return rule.postures().isEmpty()
                || rule.postures().stream()
                        .anyMatch(name -> document.definitions().postures().get(name).stream()
                                .allMatch(condition -> holds(condition, node)));
    }

    /// Only what the random policies ask.
    private static boolean holds(Condition condition, Node node) {
        return condition.attribute().equals("node:os")
                && condition.operator() == Condition.Operator.EQUAL
                && condition.values().equals(List.of(node.host().hostinfo().os()));
    }

    // who sees whom

    boolean sees(Node viewer, Node peer) {
        return !viewer.id().equals(peer.id()) && (reaches(viewer, peer) || reaches(peer, viewer));
    }

    private boolean reaches(Node source, Node destination) {
        return document.rules().stream()
                .filter(rule -> isSource(rule, source))
                .anyMatch(
                        rule -> rule.parts().stream().anyMatch(part -> isDestination(rule, part, source, destination)));
    }

    private boolean isSource(Rule rule, Node node) {
        return fulfils(rule, document, node) && rule.sources().stream().anyMatch(selector -> isSource(selector, node));
    }

    private boolean isSource(Selector selector, Node node) {
        return selector instanceof Selector.Everyone
                || selector.isAuto(Autogroup.DANGER_ALL)
                || holdsAddressOf(addresses(selector), node)
                || isBehind(addresses(selector), node);
    }

    private boolean isDestination(Rule rule, Rule.Part part, Node source, Node node) {
        if (part.isSelf()) {
            return isSameUser(source, node);
        }
        if (!rule.via().isEmpty()) {
            return isVia(rule, node) && part.destinations().stream().anyMatch(to -> leads(to, node));
        }
        return part.destinations().stream().anyMatch(to -> isDestination(to, node));
    }

    private boolean isDestination(Selector selector, Node node) {
        if (selector.isAuto(Autogroup.INTERNET)) {
            return Served.by(node).isExitNode();
        }
        return selector instanceof Selector.Everyone
                || holdsAddressOf(addresses(selector), node)
                || isBehind(addresses(selector), node);
    }

    private static boolean isSameUser(Node left, Node right) {
        return !left.owner().isTagged()
                && !right.owner().isTagged()
                && left.owner().user().equals(right.owner().user());
    }

    private static boolean isVia(Rule rule, Node node) {
        return rule.via().stream().anyMatch(tag -> node.owner().tags().contains(tag));
    }

    private boolean leads(Selector destination, Node router) {
        return switch (destination) {
            case Selector.Everyone _ -> !Served.by(router).subnets().isEmpty();
            case Selector.Literal _, Selector.Host _, Selector.IpSet _ -> isBehind(addresses(destination), router);
            default ->
                destination.isAuto(Autogroup.INTERNET) && Served.by(router).isExitNode();
        };
    }

    // packet filters

    /// One rule of the whole list that concerns a node, before and after it is reduced.
    private record Full(List<String> sources, int protocol, List<String> kept, List<String> grants) {}

    /// The packet filter of a node, one text for each rule: sources, ports (sorted), protocol, grants.
    List<String> filter(Node node) {
        List<Full> merged = new ArrayList<>();
        for (Rule rule : document.rules()) {
            for (Rule.Part part : rule.sources().isEmpty() ? List.<Rule.Part>of() : rule.parts()) {
                if (part instanceof Rule.Opening opening) {
                    open(rule, opening, node, merged);
                } else if (rule.via().isEmpty() && part instanceof Rule.Granting granting) {
                    grant(rule, granting, node, merged);
                }
            }
        }
        return merged.stream()
                .filter(full -> !full.kept.isEmpty() || !full.grants.isEmpty())
                .map(full -> full.sources + " " + full.kept.stream().sorted().toList() + " " + full.protocol + " "
                        + full.grants)
                .toList();
    }

    private void open(Rule rule, Rule.Opening opening, Node node, List<Full> merged) {
        boolean isForOthers =
                opening.isSelf() ? node.owner().isTagged() : !rule.via().isEmpty() && !isVia(rule, node);
        List<String> sources = opening.isSelf() ? ownSources(rule, node) : sources(rule);
        if (isForOthers || sources.isEmpty()) {
            return;
        }
        boolean isSomewhere = opening.isSelf() && !node.owner().isTagged();
        List<String> kept = new ArrayList<>();
        for (Rule.Target target : opening.targets()) {
            isSomewhere |= rule.via().isEmpty()
                    ? target.destination() instanceof Selector.Everyone
                            || !addresses(target.destination()).isEmpty()
                    : leads(target.destination(), node);
            kept.addAll(kept(rule, target, node));
        }
        if (isSomewhere) {
            merge(merged, new Full(sources, opening.protocol(), kept, List.of()));
        }
    }

    private static void merge(List<Full> merged, Full next) {
        for (Full full : merged) {
            if (full.grants.isEmpty() && full.sources.equals(next.sources) && full.protocol == next.protocol) {
                full.kept.addAll(next.kept);
                return;
            }
        }
        merged.add(next);
    }

    private List<String> kept(Rule rule, Rule.Target target, Node node) {
        List<String> kept = new ArrayList<>();
        for (String text : kept(rule, target.destination(), node)) {
            for (PortRange ports : target.ports()) {
                kept.add(text + ":" + ports.first() + "-" + ports.last());
            }
        }
        return kept;
    }

    private List<String> kept(Rule rule, Selector destination, Node node) {
        if (destination.isAuto(Autogroup.SELF)) {
            return own(node).stream().map(AddressRange::toString).toList();
        }
        if (destination.isAuto(Autogroup.INTERNET)) {
            return Served.by(node).isExitNode()
                    ? AddressRanges.INTERNET.ranges().stream()
                            .map(range -> range.first() + "-" + range.last())
                            .toList()
                    : List.of();
        }
        if (!rule.via().isEmpty() && !leads(destination, node)) {
            return List.of();
        }
        if (destination instanceof Selector.Everyone) {
            return List.of("*");
        }
        return addresses(destination).stream()
                .filter(range -> (rule.via().isEmpty() && holdsAddressOf(List.of(range), node))
                        || isBehind(List.of(range), node))
                .map(AddressRange::toString)
                .toList();
    }

    private List<String> sources(Rule rule) {
        if (rule.postures().isEmpty() && rule.sources().stream().anyMatch(s -> s.isAuto(Autogroup.DANGER_ALL))) {
            return List.of("*");
        }
        List<AddressRange> ranges = new ArrayList<>();
        for (Selector selector : rule.sources()) {
            ranges.addAll(rule.postures().isEmpty() ? addresses(selector) : fulfilling(rule, selector));
        }
        return texts(ranges);
    }

    private List<AddressRange> fulfilling(Rule rule, Selector selector) {
        return nodes().stream()
                .filter(node -> fulfils(rule, document, node))
                .filter(node -> isIn(selector, node))
                .flatMap(node -> own(node).stream())
                .toList();
    }

    private static List<String> texts(List<AddressRange> ranges) {
        return List.copyOf(
                new TreeSet<>(ranges.stream().map(AddressRange::toString).toList()));
    }

    private List<String> ownSources(Rule rule, Node node) {
        return texts(nodes().stream()
                .filter(other -> isSameUser(node, other) && isMember(rule, other))
                .flatMap(other -> own(other).stream())
                .toList());
    }

    private boolean isMember(Rule rule, Node node) {
        return fulfils(rule, document, node) && rule.sources().stream().anyMatch(selector -> isIn(selector, node));
    }

    // capabilities

    private void grant(Rule rule, Rule.Granting part, Node node, List<Full> merged) {
        if (part.isSelf()) {
            if (!node.owner().isTagged()) {
                grantOwn(rule, part, node, merged);
            }
            return;
        }
        List<List<String>> to = part.destinations().stream()
                .map(selector -> narrowed(selector, node))
                .toList();
        add(merged, sources(rule), to, part.capabilities());
        List<AddressRange> back = part.destinations().stream()
                .flatMap(selector -> addresses(selector).stream())
                .toList();
        List<List<String>> from = rule.sources().stream()
                .distinct()
                .map(selector -> rule.postures().isEmpty()
                        ? narrowed(selector, node)
                        : isMember(rule, node) && isIn(selector, node) ? prefixes(node) : List.<String>of())
                .toList();
        companions(part).forEach(companion -> add(merged, texts(back), from, companion));
    }

    private boolean isIn(Selector selector, Node node) {
        return selector instanceof Selector.Everyone
                || selector.isAuto(Autogroup.DANGER_ALL)
                || holdsAddressOf(addresses(selector), node);
    }

    private void grantOwn(Rule rule, Rule.Granting part, Node node, List<Full> merged) {
        List<String> sources = ownSources(rule, node);
        if (!sources.isEmpty()) {
            add(merged, sources, List.of(prefixes(node)), part.capabilities());
        }
        List<AddressRange> all = nodes().stream()
                .filter(other -> isSameUser(node, other))
                .flatMap(other -> own(other).stream())
                .toList();
        List<List<String>> from = isMember(rule, node) ? List.of(prefixes(node)) : List.of();
        companions(part).forEach(companion -> add(merged, texts(all), from, companion));
    }

    private static List<SortedMap<String, List<RawJson>>> companions(Rule.Granting part) {
        List<SortedMap<String, List<RawJson>>> companions = new ArrayList<>();
        if (part.capabilities().containsKey("tailscale.com/cap/drive")) {
            companions.add(new TreeMap<>(Map.of("tailscale.com/cap/drive-sharer", List.of())));
        }
        if (part.capabilities().containsKey("tailscale.com/cap/relay")) {
            companions.add(new TreeMap<>(Map.of("tailscale.com/cap/relay-target", List.of())));
        }
        return companions;
    }

    private static void add(
            List<Full> merged, List<String> sources, List<List<String>> to, SortedMap<String, List<RawJson>> what) {
        List<String> grants = to.stream()
                .filter(prefixes -> !prefixes.isEmpty())
                .map(prefixes -> prefixes + "=" + what)
                .toList();
        if (!grants.isEmpty()) {
            merged.add(new Full(sources, -1, List.of(), grants));
        }
    }

    private static List<String> prefixes(Node node) {
        return node.addresses().stream().map(Prefix::of).map(Prefix::toString).toList();
    }

    private List<String> narrowed(Selector selector, Node node) {
        if (selector instanceof Selector.Everyone || selector.isAuto(Autogroup.DANGER_ALL)) {
            return prefixes(node);
        }
        List<String> narrowed = new ArrayList<>();
        List<AddressRange> ranges = addresses(selector);
        for (IpAddress address : node.addresses()) {
            if (ranges.stream().anyMatch(range -> range.contains(address))) {
                narrowed.add(Prefix.of(address).toString());
            }
        }
        boolean isWritten = switch (selector) {
            case Selector.Literal _, Selector.Host _, Selector.IpSet _ -> true;
            default -> false;
        };
        ranges.stream()
                .filter(range -> isWritten && isBehind(List.of(range), node))
                .flatMap(range -> range.prefixes().stream())
                .forEach(prefix -> narrowed.add(prefix.toString()));
        return narrowed;
    }
}
