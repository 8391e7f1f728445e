package net.headscale.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import net.headscale.policy.language.Selector;
import net.headscale.policy.membership.Blueprint;
import net.headscale.policy.membership.Blueprint.Entry;
import net.headscale.policy.membership.NodeClass;

/// Which entries of a policy may concern a class of nodes as destinations; depends on the blueprint alone.
final class EntryIndex {
    private final List<List<Integer>> byNumber;
    private final BitSet self = new BitSet();

    EntryIndex(Blueprint blueprint) {
        byNumber = IntStream.range(0, blueprint.numbersInUse())
                .<List<Integer>>mapToObj(_ -> new ArrayList<>())
                .toList();
        for (Entry entry : blueprint.entries()) {
            add(blueprint, entry);
        }
    }

    private void add(Blueprint blueprint, Entry entry) {
        if (entry.part().isSelf()) {
            self.set(entry.position());
        } else if (entry.isVia()) {
            byNumber.get(blueprint.numberOfVia(entry.rule())).add(entry.position());
        } else {
            List<Selector> destinations = entry.isCompanion()
                    ? entry.sources().selectors()
                    : entry.part().destinations();
            for (Selector destination : destinations) {
                byNumber.get(blueprint.numberOf(destination)).add(entry.position());
            }
        }
    }

    /// The entries that concern nodes of a class, in order.
    ///
    /// @param isOwned whether the node is a user's, so that rules to one's own nodes concern it
    BitSet concerning(NodeClass nodes, boolean isOwned) {
        BitSet concerning = new BitSet();
        if (isOwned) {
            concerning.or(self);
        }
        BitSet numbers = nodes.numbers();
        for (int number = numbers.nextSetBit(0); number >= 0; number = numbers.nextSetBit(number + 1)) {
            for (int position : byNumber.get(number)) {
                concerning.set(position);
            }
        }
        return concerning;
    }
}
