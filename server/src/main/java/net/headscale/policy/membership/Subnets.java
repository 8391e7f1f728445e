package net.headscale.policy.membership;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import net.headscale.route.Served;
import net.headscale.wire.net.Prefix;

/// What follows from subnet routes: a class for what is behind each, and nodes that are reached through routers.
///
/// No sane tailnet routes the addresses of its own nodes; where one does, the routers of such a prefix count as being
/// where these nodes are.
final class Subnets {
    private final Classifier classifier;
    private final Census census;
    private final Sets sets;
    private final Map<Prefix, NodeClass> classes = new HashMap<>();
    private BitSet[] members;
    private boolean hasNodes;

    private Subnets(Classifier classifier, Census census, Sets sets) {
        this.classifier = classifier;
        this.census = census;
        this.sets = sets;
        this.members = sets.own();
    }

    /// @param known classes from before; they stay, as what is behind a prefix depends on the policy alone
    static Subnets of(Classifier classifier, Census census, Sets sets, Map<Prefix, NodeClass> known) {
        Subnets subnets = new Subnets(classifier, census, sets);
        for (Prefix subnet : census.subnets()) {
            subnets.add(subnet, known);
        }
        return subnets;
    }

    Map<Prefix, NodeClass> classes() {
        return classes;
    }

    /// The nodes of each number, routers of other nodes among them.
    BitSet[] members() {
        return members;
    }

    /// Whether there are nodes behind routers.
    boolean hasNodes() {
        return hasNodes;
    }

    private void add(Prefix subnet, Map<Prefix, NodeClass> known) {
        BitSet inside = census.within(subnet);
        NodeClass same = known.get(subnet);
        if (inside.isEmpty() && same != null) {
            classes.put(subnet, same);
            return;
        }
        BitSet numbers = classifier.numbersOf(subnet);
        if (!inside.isEmpty()) {
            numbers.or(numbersOf(inside));
            addRouters(subnet, numbers);
        }
        classes.put(subnet, classifier.classOf(numbers));
    }

    private BitSet numbersOf(BitSet slots) {
        BitSet numbers = new BitSet();
        slots.stream().forEach(slot -> {
            NodeClass theirs = sets.classes()[slot];
            if (theirs != null) {
                numbers.or(theirs.numbers());
            }
        });
        numbers.and(classifier.ofNodes());
        return numbers;
    }

    private void addRouters(Prefix subnet, BitSet numbers) {
        if (!hasNodes) {
            hasNodes = true;
            members = Arrays.stream(members).map(set -> (BitSet) set.clone()).toArray(BitSet[]::new);
        }
        census.routers().stream()
                .filter(slot -> Served.by(census.present(slot)).subnets().contains(subnet))
                .forEach(slot -> addRouter(slot, numbers));
    }

    private void addRouter(int slot, BitSet numbers) {
        NodeClass before = sets.classes()[slot];
        BitSet all = before == null ? new BitSet() : (BitSet) before.numbers().clone();
        all.or(numbers);
        numbers.stream().forEach(number -> members[number].set(slot));
        sets.classes()[slot] = classifier.classOf(all);
    }
}
