package net.headscale.policy.membership;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/// Nodes that the policy treats alike, but for their addresses: those in the same selectors.
///
/// Immutable; depends on the blueprint alone, so that classes live on while nodes come and go.
public final class NodeClass {
    private final BitSet numbers;
    private final BitSet asSource;
    private final BitSet asDestination;
    private final BitSet asSelf;

    private NodeClass(BitSet numbers, BitSet asSource, BitSet asDestination, BitSet asSelf) {
        this.numbers = numbers;
        this.asSource = asSource;
        this.asDestination = asDestination;
        this.asSelf = asSelf;
    }

    static NodeClass of(Blueprint blueprint, Rules rules, BitSet numbers) {
        BitSet source = new BitSet();
        BitSet destination = new BitSet();
        for (int number = numbers.nextSetBit(0); number >= 0; number = numbers.nextSetBit(number + 1)) {
            set(source, rules.bySource[number]);
            set(destination, rules.byDestination[number]);
        }
        for (int access = rules.withPostures.nextSetBit(0);
                access >= 0;
                access = rules.withPostures.nextSetBit(access + 1)) {
            if (!blueprint.accesses().get(access).sources().postures().intersects(numbers)) {
                source.clear(access);
            }
        }
        BitSet self = new BitSet();
        List<Blueprint.Sources> own = blueprint.selfAccesses();
        for (int i = 0; i < own.size(); i++) {
            self.set(i, isIn(own.get(i), numbers));
        }
        return new NodeClass(numbers, source, destination, self);
    }

    private static boolean isIn(Blueprint.Sources sources, BitSet numbers) {
        return sources.places().intersects(numbers)
                && (sources.postures().isEmpty() || sources.postures().intersects(numbers));
    }

    /// Whether nodes of this class are in what has this number.
    public boolean has(int number) {
        return numbers.get(number);
    }

    /// Whether nodes of this class are among `sources`.
    public boolean isIn(Blueprint.Sources sources) {
        return isIn(sources, numbers);
    }

    /// Everything that nodes of this class are in.
    public BitSet numbers() {
        return numbers;
    }

    /// The accesses of which they are sources.
    public BitSet asSource() {
        return asSource;
    }

    /// The accesses of which they are destinations.
    public BitSet asDestination() {
        return asDestination;
    }

    /// The rules to one's own nodes of which they are sources; not for tagged nodes.
    public BitSet asSelf() {
        return asSelf;
    }

    /// Whether a rule leads from one class to the other, in either direction.
    public boolean sees(NodeClass other) {
        return asSource.intersects(other.asDestination) || other.asSource.intersects(asDestination);
    }

    private static void set(BitSet bits, int[] places) {
        for (int place : places) {
            bits.set(place);
        }
    }

    /// The accesses of each number, as source and as destination.
    static final class Rules {
        private final int[][] bySource;
        private final int[][] byDestination;
        private final BitSet withPostures = new BitSet();

        Rules(Blueprint blueprint) {
            List<List<Integer>> sources = lists(blueprint.numbersInUse());
            List<List<Integer>> destinations = lists(blueprint.numbersInUse());
            List<Blueprint.Access> accesses = blueprint.accesses();
            for (int i = 0; i < accesses.size(); i++) {
                int access = i;
                accesses.get(i).sources().places().stream()
                        .forEach(number -> sources.get(number).add(access));
                for (int number : accesses.get(i).destinations()) {
                    destinations.get(number).add(access);
                }
                withPostures.set(i, !accesses.get(i).sources().postures().isEmpty());
            }
            bySource = arrays(sources);
            byDestination = arrays(destinations);
        }

        private static List<List<Integer>> lists(int size) {
            return IntStream.range(0, size)
                    .<List<Integer>>mapToObj(_ -> new ArrayList<>())
                    .toList();
        }

        private static int[][] arrays(List<List<Integer>> lists) {
            return lists.stream()
                    .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                    .toArray(int[][]::new);
        }
    }
}
