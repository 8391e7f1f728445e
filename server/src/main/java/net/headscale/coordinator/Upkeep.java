package net.headscale.coordinator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import net.headscale.journal.JournalUnavailable;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.Presence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What time does to tailnets: ephemeral nodes that are gone are removed.
///
/// Every step is an idempotent command, so that any server on the same database may take it. Thread-safe.
public final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final Coordinator coordinator;
    private final Clock clock;
    private final Duration inactivity;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("upkeep").daemon().factory());

    private Upkeep(Coordinator coordinator, Clock clock, Duration inactivity) {
        this.coordinator = coordinator;
        this.clock = clock;
        this.inactivity = inactivity;
    }

    /// Starts to look after the tailnets.
    ///
    /// @param inactivity how long an ephemeral node may be gone
    public static Upkeep open(Coordinator coordinator, Clock clock, Duration inactivity) {
        Upkeep upkeep = new Upkeep(coordinator, clock, inactivity);
        upkeep.thread.scheduleWithFixedDelay(
                upkeep::guarded, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        return upkeep;
    }

    /// The thread's root: what breaks once is tried again.
    private void guarded() {
        try {
            sweep();
        } catch (JournalUnavailable unavailable) {
            LOG.atWarn().addKeyValue("reason", unavailable.getMessage()).log("upkeep postponed");
        } catch (RuntimeException broken) {
            LOG.atError().setCause(broken).log("upkeep failed");
        }
    }

    /// Removes what is due now.
    void sweep() {
        coordinator.all().forEach(this::sweep);
    }

    private void sweep(TailnetWriter writer) {
        Instant now = clock.instant();
        boolean isDue = writer.current().tailnet().nodes().values().stream().anyMatch(node -> isGone(node, now));
        if (isDue) {
            writer.submit(scene -> new Decision<>(departures(scene), true));
        }
    }

    private List<Change> departures(Command.Scene scene) {
        List<Change> changes = new ArrayList<>();
        for (Node node : scene.tailnet().nodes().values()) {
            if (isGone(node, scene.now())) {
                changes.add(new Change.NodeRemoved(node.id()));
            }
        }
        return changes;
    }

    /// Whether an ephemeral node has been away for too long. One that never came for its map has not been here yet, and
    /// stays until somebody deletes it (decision 0270).
    private boolean isGone(Node node, Instant now) {
        return node.lifetime().isEphemeral()
                && node.presence() instanceof Presence.Offline(Instant lastSeen)
                && !now.isBefore(lastSeen.plus(inactivity));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
