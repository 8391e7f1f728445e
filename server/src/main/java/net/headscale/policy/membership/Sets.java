package net.headscale.policy.membership;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// The nodes of each number and the class of each slot, while they are made.
final class Sets {
    private final BitSet[] own;
    private final @Nullable NodeClass[] classes;

    private Sets(BitSet[] own, @Nullable NodeClass[] classes) {
        this.own = own;
        this.classes = classes;
    }

    static Sets empty(int numbers, int slots) {
        BitSet[] own = new BitSet[numbers];
        Arrays.setAll(own, _ -> new BitSet());
        return new Sets(own, new NodeClass[slots]);
    }

    /// A copy to change; the sets themselves are shared until a node moves.
    static Sets copy(BitSet[] own, @Nullable NodeClass[] classes, int slots) {
        return new Sets(own.clone(), Arrays.copyOf(classes, slots));
    }

    BitSet[] own() {
        return own;
    }

    @Nullable NodeClass[] classes() {
        return classes;
    }

    void enter(int slot, BitSet numbers, NodeClass theirs) {
        classes[slot] = theirs;
        for (int number = numbers.nextSetBit(0); number >= 0; number = numbers.nextSetBit(number + 1)) {
            own[number].set(slot);
        }
    }

    /// Moves a node to another class, or out; the sets that it enters or leaves are copied.
    void move(int slot, @Nullable NodeClass now) {
        NodeClass before = classes[slot];
        classes[slot] = now;
        BitSet changed =
                before == null ? new BitSet() : (BitSet) before.numbers().clone();
        changed.xor(now == null ? new BitSet() : now.numbers());
        changed.stream().forEach(number -> {
            own[number] = (BitSet) own[number].clone();
            own[number].flip(slot);
        });
    }
}
