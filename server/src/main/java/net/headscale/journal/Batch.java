package net.headscale.journal;

import java.util.List;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Revision;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;

/// What becomes true of one tailnet in one revision.
///
/// @param tailnet whose changes
/// @param expected the revision that the changes were decided on
/// @param changes in order, at least one
/// @param after the tailnet once they are true, at the revision after `expected`; what is stored of the entities that
/// the changes name is taken from here
public record Batch(TailnetId tailnet, Revision expected, List<Change.Durable> changes, Tailnet after) {
    public Batch {
        changes = List.copyOf(changes);
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("expected a change of tailnet " + tailnet);
        }
        if (!after.id().equals(tailnet) || !after.revision().equals(expected.next())) {
            throw new IllegalArgumentException("expected tailnet " + tailnet + " at revision "
                    + expected.next().value() + ", found tailnet " + after.id() + " at "
                    + after.revision().value());
        }
    }

    /// The batch that stores `changes` as the revision after `before`.
    public static Batch of(Tailnet before, List<Change.Durable> changes) {
        Revision next = before.revision().next();
        return new Batch(
                before.id(), before.revision(), changes, before.after(changes).atRevision(next));
    }

    /// @throws IllegalArgumentException if two of the batches are of one tailnet
    public static List<Batch> ofDifferentTailnets(List<Batch> batches) {
        if (batches.stream().map(Batch::tailnet).distinct().count() != batches.size()) {
            throw new IllegalArgumentException("expected one batch for each tailnet");
        }
        return List.copyOf(batches);
    }
}
