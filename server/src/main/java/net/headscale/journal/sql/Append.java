package net.headscale.journal.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import net.headscale.journal.Batch;
import net.headscale.journal.Touched;
import net.headscale.journal.sql.column.Statements;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.TailnetId;

/// Stores batches of changes, all or none. Its answer: the tailnets that were not at the revision expected; none when
/// everything was stored.
final class Append implements Work<List<TailnetId>> {
    private final List<Part> parts;
    private final Inbox inbox;

    private Append(List<Part> parts, Inbox inbox) {
        this.parts = parts;
        this.inbox = inbox;
    }

    /// @param inbox where older volatile parts of the same nodes may wait
    static Append of(List<Batch> batches, Inbox inbox) {
        List<Part> parts = Batch.ofDifferentTailnets(batches).stream()
                .map(batch -> new Part(batch, Touched.by(batch.changes())))
                .toList();
        return new Append(parts, inbox);
    }

    @Override
    public List<TailnetId> in(Statements sql) throws SQLException {
        List<Part> late = advance(sql);
        if (late.isEmpty()) {
            for (Part part : parts) {
                TailnetRows.release(sql, part.batch(), part.touched());
            }
            for (Part part : parts) {
                TailnetRows.fill(sql, part.batch(), part.touched());
            }
        }
        return late.stream().map(part -> part.batch().tailnet()).toList();
    }

    /// The rows that were written hold the volatile parts too, and newer ones than may still wait.
    @Override
    public void isDurable(List<TailnetId> late) {
        if (late.isEmpty()) {
            List<NodeId> written = parts.stream()
                    .flatMap(part -> part.touched().nodes().stream())
                    .toList();
            inbox.forget(written);
        }
    }

    /// Moves every tailnet to its next revision, or none.
    ///
    /// @return those that were not where they were expected
    private List<Part> advance(Statements sql) throws SQLException {
        List<Part> advanced = new ArrayList<>();
        List<Part> late = new ArrayList<>();
        for (Part part : parts) {
            Batch batch = part.batch();
            boolean isAdvanced = TailnetRows.advance(
                    sql, batch.tailnet(), batch.expected(), batch.after().revision());
            (isAdvanced ? advanced : late).add(part);
        }
        if (!late.isEmpty()) {
            for (Part part : advanced) { // the transaction is not ours alone, so it cannot be undone for this
                Batch batch = part.batch();
                TailnetRows.advance(sql, batch.tailnet(), batch.after().revision(), batch.expected());
            }
        }
        return late;
    }

    private record Part(Batch batch, Touched touched) {}
}
