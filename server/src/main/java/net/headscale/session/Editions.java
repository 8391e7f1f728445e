package net.headscale.session;

import java.time.Duration;
import java.time.Instant;
import net.headscale.coordinator.Publication;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.netmap.View;
import net.headscale.tailnet.NodeId;

/// Which edition of a tailnet full maps are made from. Thread-safe.
final class Editions {
    private static final Duration LONGEST = Duration.ofMillis(200);

    private final TailnetWriter writer;
    private final Edition.Stock stock = Edition.Stock.empty();
    private volatile Dated kept;

    /// @param at when its view was the newest
    private record Dated(Edition edition, Instant at) {}

    Editions(TailnetWriter writer) {
        this.writer = writer;
        this.kept = new Dated(new Edition(writer.current(), stock), Instant.MIN);
    }

    /// That of the newest view, or of one a moment old that has the session's node as it is now, so that in a storm
    /// blocks are encoded once a moment and not once an arriving node.
    Edition of(MapSession session, Instant now) {
        Dated last = kept;
        View past = last.edition.view();
        boolean isFresh = Duration.between(last.at, now).compareTo(LONGEST) < 0;
        if (isFresh && session.isCurrentIn(past) && !session.isExpiredIn(past, now)) {
            return last.edition;
        }
        View view = writer.current();
        Dated next = new Dated(view.number() == past.number() ? last.edition : new Edition(view, stock), now);
        kept = next;
        return next.edition;
    }

    /// Forgets what was encoded of nodes that left.
    void follow(Publication publication) {
        for (NodeId id : publication.touched()) {
            if (publication.before().tailnet().nodes().contains(id)
                    && !publication.after().tailnet().nodes().contains(id)) {
                stock.wide().forget(id);
                stock.narrow().forget(id);
            }
        }
    }
}
