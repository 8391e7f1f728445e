package net.headscale.policy.membership;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.headscale.policy.language.AddressRange;
import net.headscale.policy.language.AddressRanges;
import net.headscale.policy.language.Autogroup;
import net.headscale.policy.language.Condition;
import net.headscale.policy.language.Rule;
import net.headscale.policy.language.Selector;
import net.headscale.route.Served;
import net.headscale.tailnet.Guest;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.Tag;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;

/// Finds the class of a node from what the node is, without trying every selector. Thread-safe.
///
/// Classes are kept, so that alike nodes share one; when there are far more of them than nodes, they are forgotten.
final class Classifier {
    private static final int MOST_CLASSES = 1 << 20;

    private final Blueprint blueprint;
    private final NodeClass.Rules rules;
    private final BitSet always = new BitSet();
    private final Map<Tag, Integer> tags = new HashMap<>();
    private final Map<Autogroup, Integer> groups = new HashMap<>();
    private final PrefixIndex prefixes = new PrefixIndex();
    private final BitSet ofAddresses = new BitSet();
    private final BitSet ofNodes = new BitSet();
    private final Map<Integer, List<Condition>> postures = new HashMap<>();
    private final Map<Integer, Rule> vias = new HashMap<>();
    private final Map<BitSet, NodeClass> classes = new ConcurrentHashMap<>();

    Classifier(Blueprint blueprint) {
        this.blueprint = blueprint;
        this.rules = new NodeClass.Rules(blueprint);
        List<Object> numbered = blueprint.numbered();
        for (int number = 0; number < numbered.size(); number++) {
            add(numbered.get(number), number);
        }
    }

    private void add(Object what, int number) {
        ofNodes.set(number, what instanceof Selector);
        switch (what) {
            case Selector.Everyone _ -> always.set(number);
            case Selector.Literal literal -> addPrefix(literal.prefix(), number);
            case Selector.Host host -> addPrefix(host.prefix(), number);
            case Selector.IpSet set -> {
                for (AddressRange range : set.ranges().ranges()) {
                    range.prefixes().forEach(prefix -> addPrefix(prefix, number));
                }
            }
            case Selector.Tagged(Tag tag) -> tags.put(tag, number);
            case Selector.Auto(Autogroup group) -> addGroup(group, number);
            case Blueprint.Posture(String name) ->
                postures.put(
                        number, blueprint.document().definitions().postures().getOrDefault(name, List.of()));
            case Blueprint.Via(Rule rule) -> vias.put(number, rule);
            default -> {
                // users are found by People
            }
        }
    }

    private void addPrefix(Prefix prefix, int number) {
        prefixes.add(prefix, number);
        ofAddresses.set(number);
        ofNodes.clear(number);
    }

    private void addGroup(Autogroup group, int number) {
        if (group == Autogroup.DANGER_ALL) {
            always.set(number);
        }
        if (group == Autogroup.INTERNET) {
            ofNodes.clear(number); // exit nodes lead there; they are not what it stands for
        }
        groups.put(group, number);
    }

    /// The numbers that hold for `node`, routes of nodes among nodes aside.
    BitSet numbersOf(Node node, People people) {
        BitSet numbers = numbersOf(node.owner(), people);
        for (IpAddress address : node.addresses()) {
            prefixes.holding(address, numbers);
        }
        postures.forEach((number, conditions) -> numbers.set(number, Posture.holds(conditions, node)));
        Served served = Served.by(node);
        if (!served.isEmpty()) {
            addRoutes(node, served, numbers);
        }
        return numbers;
    }

    /// The numbers that hold for every node of `owner`.
    BitSet numbersOf(Ownership owner, People people) {
        BitSet numbers = (BitSet) always.clone();
        if (owner.isTagged()) {
            set(numbers, groups.get(Autogroup.TAGGED));
            owner.tags().forEach(tag -> set(numbers, tags.get(tag)));
        } else {
            set(numbers, groups.get(Autogroup.MEMBER));
            numbers.or(people.numbersOf(owner.user()));
        }
        return numbers;
    }

    /// The numbers that hold for a guest: those of everybody, of its addresses, and of the nodes of other tailnets.
    BitSet numbersOf(Guest guest) {
        BitSet numbers = (BitSet) always.clone();
        set(numbers, groups.get(Autogroup.SHARED));
        guest.node().addresses().forEach(address -> prefixes.holding(address, numbers));
        postures.forEach((number, conditions) -> numbers.set(number, Posture.holds(conditions, guest.node())));
        return numbers;
    }

    private static void set(BitSet numbers, @org.jspecify.annotations.Nullable Integer number) {
        if (number != null) {
            numbers.set(number);
        }
    }

    private void addRoutes(Node node, Served served, BitSet numbers) {
        served.subnets().forEach(subnet -> prefixes.overlapping(subnet, numbers));
        if (served.isExitNode()) {
            set(numbers, groups.get(Autogroup.INTERNET));
        }
        vias.forEach((number, rule) -> {
            if (rule.via().stream().anyMatch(tag -> node.owner().tags().contains(tag)) && leads(rule, served)) {
                numbers.set(number);
            }
        });
    }

    private static boolean leads(Rule rule, Served served) {
        return rule.parts().stream()
                .flatMap(part -> part.destinations().stream())
                .anyMatch(destination -> leads(destination, served));
    }

    /// Whether a router that serves this leads to a destination of a rule with `via`.
    static boolean leads(Selector destination, Served served) {
        return destination.isAuto(Autogroup.INTERNET)
                ? served.isExitNode()
                : served.subnets().stream().anyMatch(subnet -> overlaps(destination, subnet));
    }

    /// Whether a destination of addresses shares one with a subnet route; nodes do not count.
    static boolean overlaps(Selector destination, Prefix subnet) {
        return switch (destination) {
            case Selector.Everyone _ -> true;
            case Selector.Literal literal -> literal.prefix().overlaps(subnet);
            case Selector.Host host -> host.prefix().overlaps(subnet);
            case Selector.IpSet set -> set.ranges().overlaps(subnet);
            case Selector.Login _, Selector.Domain _, Selector.Group _, Selector.Tagged _, Selector.Auto _ -> false;
        };
    }

    /// The numbers that hold for what is behind a subnet route.
    BitSet numbersOf(Prefix subnet) {
        BitSet numbers = (BitSet) always.clone();
        prefixes.overlapping(subnet, numbers);
        return numbers;
    }

    /// The numbers of selectors that stand for addresses rather than for nodes.
    BitSet ofAddresses() {
        return ofAddresses;
    }

    /// The numbers of selectors, those that stand for addresses aside.
    BitSet ofNodes() {
        return ofNodes;
    }

    NodeClass classOf(BitSet numbers) {
        if (classes.size() > MOST_CLASSES) {
            classes.clear();
        }
        NodeClass known = classes.get(numbers);
        return known != null ? known : classes.computeIfAbsent(numbers, n -> NodeClass.of(blueprint, rules, n));
    }

    /// Whether addresses that exit nodes lead to include `address`.
    static boolean isInternet(IpAddress address) {
        return AddressRanges.INTERNET.contains(address);
    }
}
