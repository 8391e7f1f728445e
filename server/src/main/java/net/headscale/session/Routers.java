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
/// The connection is asked first. If it has not answered after half the time, the client itself is asked too, and
/// answers on another connection; one of the two answers is enough (decision 0220).
///
/// @param timeout until a router without an answer counts as silent
record Routers(Workshop workshop, Presences presences, Duration timeout) {
    /// Asks one router, whose stream is open.
    void probe(TailnetWriter writer, MapSession session) {
        AtomicBoolean isAnswered = new AtomicBoolean();
        Runnable answered = () -> {
            isAnswered.set(true);
            hear(writer, session.viewer().node());
        };
        session.outlet().probe(answered);
        workshop.render(timeout.dividedBy(2), renderer -> {
            if (!isAnswered.get()) {
                session.ask(renderer.echo(session.viewer().node(), workshop), answered);
            }
        });
        workshop.after(timeout, () -> {
            if (!isAnswered.get() && session.isNewest()) {
                presences.silent(writer, session.viewer().node());
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
