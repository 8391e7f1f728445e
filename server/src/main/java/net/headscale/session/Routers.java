package net.headscale.session;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Presence;

/// Asks routers for signs of life, those that have a substitute: one that gives none in time is silent, and what it
/// serves moves. Thread-safe.
///
/// @param timeout until a router without an answer counts as silent
record Routers(Workshop workshop, Presences presences, Duration timeout) {
    /// Asks one router, whose stream is open.
    void probe(TailnetWriter writer, NodeId router, Outlet outlet) {
        AtomicBoolean isAnswered = new AtomicBoolean();
        outlet.probe(() -> {
            isAnswered.set(true);
            hear(writer, router);
        });
        workshop.after(timeout, () -> {
            if (!isAnswered.get()) {
                presences.silent(writer, router);
            }
        });
    }

    private void hear(TailnetWriter writer, NodeId router) {
        Node node = writer.current().tailnet().nodes().get(router);
        if (node != null && node.presence() instanceof Presence.Silent) {
            presences.answering(writer, router);
        }
    }
}
