package net.headscale.session;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import net.headscale.coordinator.Publication;
import net.headscale.netmap.View;
import net.headscale.route.Served;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Presence;
import org.jspecify.annotations.Nullable;

/// When sessions are to be told what was published: at once, unless nobody waits for it.
///
/// Nobody waits to hear that a node which serves nothing was last seen some seconds ago, nor of one that is not shown
/// yet. Such news waits for other news to go out with, for [#PATIENCE] at the most: where nodes come and go, it would
/// be
/// half of all messages. Thread-safe.
final class Urgency {
    private static final Duration PATIENCE = Duration.ofMillis(750);

    /// Older news is no news: a connection that was lost is given longer to come back, one that was ended is not.
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Later later;
    private final Runnable tell;

    /// The news that waits for company; null: there is none.
    private final AtomicReference<@Nullable Waiting> waiting = new AtomicReference<>();

    /// News that is told together.
    private static final class Waiting {}

    /// @param tell has everything told that was published until then
    Urgency(Later later, Runnable tell) {
        this.later = later;
        this.tell = tell;
    }

    void published(Publication publication) {
        if (!mayWait(publication)) {
            waiting.set(null);
            tell.run();
            return;
        }
        Waiting news = new Waiting();
        if (waiting.compareAndSet(null, news)) {
            later.after(PATIENCE, () -> tellUnlessTold(news));
        }
    }

    private void tellUnlessTold(Waiting news) {
        if (waiting.compareAndSet(news, null)) {
            tell.run();
        }
    }

    private boolean mayWait(Publication publication) {
        View before = publication.before();
        View after = publication.after();
        return !publication.touched().isEmpty()
                && before.surroundings().equals(after.surroundings())
                && before.tailnet().policy().equals(after.tailnet().policy())
                && before.tailnet().users().isSameAs(after.tailnet().users())
                && publication.touched().stream().allMatch(id -> mayWait(id, before, after));
    }

    private boolean mayWait(NodeId id, View before, View after) {
        @Nullable Node was = before.tailnet().nodes().get(id);
        @Nullable Node is = after.tailnet().nodes().get(id);
        return is != null && Served.by(is).isEmpty() && (isUnseen(was, is) || isLongGone(was, is));
    }

    private static boolean isUnseen(@Nullable Node was, Node is) {
        return !is.presence().isShown() && (was == null || !was.presence().isShown());
    }

    private boolean isLongGone(@Nullable Node was, Node is) {
        return was != null
                && is.presence() instanceof Presence.Offline(Instant lastSeen)
                && !later.now().isBefore(lastSeen.plus(FRESH))
                && was.withPresence(is.presence()).equals(is);
    }
}
