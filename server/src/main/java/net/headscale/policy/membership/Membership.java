package net.headscale.policy.membership;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.headscale.policy.language.Selector;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.UserId;
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
    private final SourceSets sources;
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
        this.sources = new SourceSets(this, classifier.ofAddresses());
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
        next.sources.keep(sources, touched);
        return next;
    }

    /// Whether a node is in `set`, or leads there.
    boolean isListed(NodeId id, Blueprint.Sources set) {
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

    /// What sets of sources stand for.
    public SourceSets sources() {
        return sources;
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

    /// Leaves those that fulfil a posture that `set` asks for.
    void restrict(BitSet nodes, Blueprint.Sources set) {
        if (!set.postures().isEmpty()) {
            BitSet fit = new BitSet();
            set.postures().stream().forEach(number -> fit.or(own[number]));
            nodes.and(fit);
        }
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

    /// Whether a destination of addresses shares one with a subnet route; nodes do not count.
    public static boolean overlaps(Selector destination, Prefix subnet) {
        return Classifier.overlaps(destination, subnet);
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
