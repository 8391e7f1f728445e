package net.headscale.policy.membership;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import net.headscale.policy.language.AddressRange;
import net.headscale.policy.language.Autogroup;
import net.headscale.policy.language.Selector;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.UserId;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;
import org.jspecify.annotations.Nullable;

/// Which nodes of a tailnet are in what a policy numbers, both ways: the nodes of a number, the class of a node.
///
/// Immutable and thread-safe but for what is computed once and kept. A later membership shares the sets that no node
/// entered or left.
public final class Membership {
    private final Blueprint blueprint;
    private final Classifier classifier;
    private final People people;
    private final Census census;
    private final Guests guests;
    private final BitSet[] own;
    private final BitSet[] members;
    private final @Nullable NodeClass[] classes;
    private final Map<Prefix, NodeClass> subnets;
    private final boolean hasNodesBehindRouters;
    private final AtomicReferenceArray<SourceSet> sources;
    private @Nullable Map<UserId, BitSet> byUser;

    private Membership(
            Blueprint blueprint,
            Classifier classifier,
            People people,
            Census census,
            Guests guests,
            Sets sets,
            Subnets subnets) {
        this.blueprint = blueprint;
        this.classifier = classifier;
        this.people = people;
        this.census = census;
        this.guests = guests;
        this.own = sets.own();
        this.members = subnets.members();
        this.classes = sets.classes();
        this.subnets = subnets.classes();
        this.hasNodesBehindRouters = subnets.hasNodes();
        this.sources = new AtomicReferenceArray<>(blueprint.sources().size());
    }

    /// Classifies every node of `tailnet`.
    public static Membership of(Blueprint blueprint, Tailnet tailnet) {
        return of(blueprint, new Classifier(blueprint), tailnet);
    }

    private static Membership of(Blueprint blueprint, Classifier classifier, Tailnet tailnet) {
        People people = new People(blueprint, tailnet.users());
        Census census = Census.of(tailnet);
        Sets sets = Sets.empty(blueprint.numbersInUse(), census.slots());
        for (int slot = 0; slot < census.slots(); slot++) {
            BitSet numbers = classifier.numbersOf(census.present(slot), people);
            sets.enter(slot, numbers, classifier.classOf(numbers));
        }
        return new Membership(
                blueprint,
                classifier,
                people,
                census,
                Guests.of(classifier, tailnet),
                sets,
                Subnets.of(classifier, census, sets, Map.of()));
    }

    /// The same for the tailnet as it became, `touched` being every node that may differ.
    public Membership after(Tailnet next, Collection<NodeId> touched) {
        Optional<Census> later =
                people.isOf(next.users()) && !hasNodesBehindRouters ? census.after(next, touched) : Optional.empty();
        return later.map(changed -> after(changed, guests.after(classifier, next, touched), touched))
                .orElseGet(() -> of(blueprint, classifier, next));
    }

    private Membership after(Census changed, Guests guestsNow, Collection<NodeId> touched) {
        Sets sets = Sets.copy(own, classes, changed.slots());
        for (NodeId id : touched) {
            int slot = Arrays.binarySearch(changed.ids(), id.value());
            if (slot >= 0) {
                Node node = changed.node(slot);
                sets.move(slot, node == null ? null : classifier.classOf(classifier.numbersOf(node, people)));
            }
        }
        Membership next = new Membership(
                blueprint,
                classifier,
                people,
                changed,
                guestsNow,
                sets,
                Subnets.of(classifier, changed, sets, subnets));
        next.keepSources(this, touched);
        return next;
    }

    /// Takes over the source sets that no touched node is, was, or leads in.
    private void keepSources(Membership before, Collection<NodeId> touched) {
        boolean sameSubnets = subnets.keySet().equals(before.subnets.keySet());
        for (Blueprint.Sources set : blueprint.sources()) {
            SourceSet known = before.sources.get(set.number());
            boolean isSame = known != null
                    && (sameSubnets || !set.selectors().contains(Selector.everyone()))
                    && touched.stream().noneMatch(id -> before.isListed(id, set) || isListed(id, set));
            if (isSame) {
                sources.set(set.number(), known);
            }
        }
    }

    private boolean isListed(NodeId id, Blueprint.Sources set) {
        int slot = census.slotOf(id);
        NodeClass theirs = slot < 0 ? null : classes[slot];
        return theirs != null && theirs.isIn(set);
    }

    /// Whether each number holds for the same nodes as in `other`, an earlier or later membership of the same policy.
    @SuppressWarnings("ReferenceEquality") // sets that nobody entered or left are shared
    public boolean hasSameMembers(Membership other) {
        if (hasNodesBehindRouters || other.hasNodesBehindRouters) {
            return false;
        }
        for (int number = 0; number < members.length; number++) {
            if (members[number] != other.members[number]) {
                return false;
            }
        }
        return blueprint == other.blueprint;
    }

    /// The policy's numbers.
    public Blueprint blueprint() {
        return blueprint;
    }

    /// The nodes.
    public Census census() {
        return census;
    }

    /// The nodes of other tailnets.
    public Guests guests() {
        return guests;
    }

    /// The class of the node in a slot that is taken.
    public NodeClass classOf(int slot) {
        NodeClass found = classes[slot];
        if (found == null) {
            throw new IllegalArgumentException("expected a node in slot " + slot);
        }
        return found;
    }

    /// The class of what is behind a subnet route.
    public Optional<NodeClass> classOf(Prefix subnet) {
        return Optional.ofNullable(subnets.get(subnet));
    }

    /// The nodes in what has a number: with an address of theirs, or with a route; not to be changed.
    public BitSet members(int number) {
        return members[number];
    }

    /// The nodes that a selector stands for, routes aside; not to be changed.
    public BitSet nodesOf(Selector selector) {
        return own[blueprint.numberOf(selector)];
    }

    /// The nodes that any selector of users or tags stands for, be it in a rule or not.
    public List<Node> find(Selector selector) {
        return everyone().stream()
                .filter(node -> people.matches(selector, node))
                .toList();
    }

    /// Every node, in the order of ids.
    public List<Node> everyone() {
        return census.present().stream().mapToObj(census::present).toList();
    }

    /// The class of a node of which nothing is known yet but whose it will be.
    public NodeClass classify(Ownership owner) {
        return classifier.classOf(classifier.numbersOf(owner, people));
    }

    /// The subnet routes of the tailnet.
    public Set<Prefix> subnets() {
        return subnets.keySet();
    }

    /// The untagged nodes of a user; not to be changed.
    public BitSet nodesOf(UserId user) {
        Map<UserId, BitSet> made = byUser;
        if (made == null) {
            made = new HashMap<>();
            for (int slot = census.present().nextSetBit(0);
                    slot >= 0;
                    slot = census.present().nextSetBit(slot + 1)) {
                Node node = census.present(slot);
                if (!node.owner().isTagged()) {
                    made.computeIfAbsent(node.owner().user(), _ -> new BitSet()).set(slot);
                }
            }
            byUser = Map.copyOf(made);
        }
        return made.getOrDefault(user, new BitSet());
    }

    /// The nodes that are among `set`, with an address of theirs or with a route.
    public BitSet nodesIn(Blueprint.Sources set) {
        BitSet found = new BitSet();
        set.places().stream().forEach(number -> found.or(members[number]));
        restrict(found, set);
        return found;
    }

    private void restrict(BitSet nodes, Blueprint.Sources set) {
        if (!set.postures().isEmpty()) {
            BitSet fit = new BitSet();
            set.postures().stream().forEach(number -> fit.or(own[number]));
            nodes.and(fit);
        }
    }

    /// Whether the node in a slot is itself among `set`, routes aside.
    public boolean isAmong(int slot, Blueprint.Sources set) {
        return set.selectors().stream().anyMatch(selector -> isAmong(slot, set, selector));
    }

    /// Whether the node in a slot is itself among `set` on account of one of its selectors, routes aside.
    public boolean isAmong(int slot, Blueprint.Sources set, Selector selector) {
        return isAmong(slot, selector)
                && (set.postures().isEmpty()
                        || set.postures().intersects(classOf(slot).numbers()));
    }

    private boolean isAmong(int slot, Selector selector) {
        return nodesOf(selector).get(slot)
                && (!classifier.ofAddresses().get(blueprint.numberOf(selector))
                        || hasAddressIn(census.present(slot), written(selector)));
    }

    private static List<AddressRange> written(Selector selector) {
        return switch (selector) {
            case Selector.Literal literal -> List.of(AddressRange.of(literal.prefix()));
            case Selector.Host host -> List.of(AddressRange.of(host.prefix()));
            case Selector.IpSet set -> set.ranges().ranges();
            case Selector.Everyone _,
                    Selector.Login _,
                    Selector.Domain _,
                    Selector.Group _,
                    Selector.Tagged _,
                    Selector.Auto _ -> List.of();
        };
    }

    /// The addresses of a set of sources; made once.
    public SourceSet sourcesOf(Blueprint.Sources set) {
        SourceSet known = sources.get(set.number());
        if (known == null) {
            known = resolve(set);
            sources.set(set.number(), known);
        }
        return known;
    }

    /// The addresses of a set of sources as one node lets them in: those of guests among them, where the node is shared
    /// with their homes.
    public SourceSet sourcesOf(Blueprint.Sources set, Node host) {
        SourceSet everywhere = sourcesOf(set);
        return host.shares().isEmpty() ? everywhere : everywhere.with(guests.visitorsOf(host, set));
    }

    /// The addresses of destinations, for rules that lead back from them.
    public SourceSet addressesOf(List<Selector> selectors) {
        BitSet nodes = new BitSet();
        List<AddressRange> ranges = new ArrayList<>();
        for (Selector selector : selectors) {
            resolve(selector, true, nodes, ranges);
        }
        return SourceSet.of(census, nodes, ranges);
    }

    /// The nodes with an address within some of `served`; none in any sane tailnet.
    public BitSet nodesBehind(List<Prefix> served) {
        BitSet found = new BitSet();
        if (hasNodesBehindRouters) {
            served.forEach(subnet -> found.or(census.within(subnet)));
        }
        return found;
    }

    /// Whether the node in a slot fulfils one of some postures, or none is asked for.
    public boolean fulfils(int slot, List<String> postures) {
        return postures.isEmpty()
                || blueprint.postures(postures).intersects(classOf(slot).numbers());
    }

    /// The first address of each node that a selector stands for, or the one that is written out.
    public List<IpAddress> sourceAddresses(Selector selector) {
        return switch (selector) {
            case Selector.Literal literal -> List.of(literal.prefix().address());
            case Selector.Host host -> List.of(host.prefix().address());
            default ->
                nodesOf(selector).stream()
                        .mapToObj(slot -> census.present(slot).addresses().getFirst())
                        .toList();
        };
    }

    /// Whether a destination of addresses shares one with a subnet route; nodes do not count.
    public static boolean overlaps(Selector destination, Prefix subnet) {
        return Classifier.overlaps(destination, subnet);
    }

    private SourceSet resolve(Blueprint.Sources set) {
        boolean isAnything = set.selectors().stream().anyMatch(selector -> selector.isAuto(Autogroup.DANGER_ALL));
        if (isAnything && set.postures().isEmpty()) {
            return SourceSet.ANYTHING;
        }
        BitSet nodes = new BitSet();
        List<AddressRange> ranges = new ArrayList<>();
        for (Selector selector : set.selectors()) {
            resolve(selector, set.postures().isEmpty(), nodes, ranges);
        }
        restrict(nodes, set);
        return SourceSet.of(census, nodes, ranges);
    }

    /// Adds what a selector stands for. Where postures are asked for, addresses count only as those of nodes.
    private void resolve(Selector selector, boolean mayBeRanges, BitSet nodes, List<AddressRange> ranges) {
        boolean isOfAddresses = classifier.ofAddresses().get(blueprint.numberOf(selector));
        if (mayBeRanges && selector instanceof Selector.Everyone) {
            ranges.addAll(SourceSet.everyone(subnets.keySet()));
        } else if (mayBeRanges && isOfAddresses) {
            ranges.addAll(written(selector));
        } else {
            nodesOf(selector).stream().filter(slot -> isAmong(slot, selector)).forEach(nodes::set);
        }
    }

    private static boolean hasAddressIn(Node node, List<AddressRange> ranges) {
        return node.addresses().stream()
                .anyMatch(address -> ranges.stream().anyMatch(range -> range.contains(address)));
    }

    /// Whom nodes of a class see by rules, the rules to one's own nodes aside.
    public BitSet visibleTo(NodeClass viewers) {
        BitSet numbers = new BitSet();
        BitSet visible = new BitSet();
        for (int i = viewers.asSource().nextSetBit(0);
                i >= 0;
                i = viewers.asSource().nextSetBit(i + 1)) {
            for (int number : blueprint.accesses().get(i).destinations()) {
                numbers.set(number);
            }
        }
        for (int i = viewers.asDestination().nextSetBit(0);
                i >= 0;
                i = viewers.asDestination().nextSetBit(i + 1)) {
            Blueprint.Sources from = blueprint.accesses().get(i).sources();
            if (from.postures().isEmpty()) {
                numbers.or(from.places());
            } else {
                visible.or(nodesIn(from));
            }
        }
        for (int number = numbers.nextSetBit(0); number >= 0; number = numbers.nextSetBit(number + 1)) {
            visible.or(members[number]);
        }
        return visible;
    }
}
