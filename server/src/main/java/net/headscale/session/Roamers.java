package net.headscale.session;

import java.time.Duration;
import net.headscale.coordinator.Command;
import net.headscale.coordinator.Decision;
import net.headscale.coordinator.Publication;
import net.headscale.coordinator.Refusal;
import net.headscale.coordinator.RefusedException;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import org.jspecify.annotations.Nullable;

/// Nodes that roam: lets their peers know where they are once these have forgotten where they were. Thread-safe.
final class Roamers {
    /// So long that an old client, which skips a netmap when the next is there already, takes in both (tailscale 1.80,
    /// `control/controlclient/auto.go`, `canSkipStatus`).
    private static final Duration DETOUR = Duration.ofMillis(100);

    private static final Duration UNTIL_NEXT_TRY = Duration.ofSeconds(1);

    private final Later later;

    Roamers(Later later) {
        this.later = later;
    }

    /// Hears what a tailnet published.
    void published(TailnetWriter writer, Publication publication) {
        for (NodeId id : publication.touched()) {
            if (isRoaming(publication.after().tailnet().nodes().get(id))
                    && !isRoaming(publication.before().tailnet().nodes().get(id))) {
                later.after(DETOUR, () -> settle(writer, id));
            }
        }
    }

    private static boolean isRoaming(@Nullable Node node) {
        return node != null && node.reach().isRoaming();
    }

    private void settle(TailnetWriter writer, NodeId id) {
        Thread.ofVirtual().name("roamer").start(() -> {
            try {
                writer.submit(scene -> decide(scene, id));
            } catch (RefusedException refused) {
                if (refused.refusal() instanceof Refusal.Busy) {
                    later.after(UNTIL_NEXT_TRY, () -> settle(writer, id));
                } // else the tailnet was destroyed meanwhile, and its nodes with it
            }
        });
    }

    private static Decision<Boolean> decide(Command.Scene scene, NodeId id) {
        Node node = scene.tailnet().nodes().get(id);
        return node == null || !isRoaming(node)
                ? Decision.unchanged(false)
                : Decision.of(
                        new Change.ReachChanged(
                                id,
                                node.reach().firmSince(scene.now()),
                                node.keys().disco()),
                        true);
    }
}
