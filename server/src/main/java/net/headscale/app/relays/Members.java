package net.headscale.app.relays;

import java.time.Clock;
import java.util.function.Consumer;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.Publication;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.key.NodeKey;
import org.jspecify.annotations.Nullable;

/// Which node keys belong to nodes of this server that may use its relays.
///
/// Thread-safe.
public record Members(Coordinator coordinator, Clock clock) {
    /// Whether a node uses this key, and it has not expired. Answered from memory.
    public boolean has(NodeKey key) {
        return coordinator
                .directory()
                .find(key)
                .flatMap(place -> coordinator.find(place.tailnet()))
                .flatMap(writer -> writer.current().tailnet().nodeWith(key))
                .filter(node -> !node.isExpired(clock.instant()))
                .isPresent();
    }

    /// Tells `listener` of every key that is gone, replaced, or expires earlier than it did, from now on.
    void onDeparture(Consumer<NodeKey> listener) {
        coordinator.watch(publication -> tell(listener, publication));
    }

    private void tell(Consumer<NodeKey> listener, Publication publication) {
        for (NodeId id : publication.touched()) {
            Node was = publication.before().tailnet().nodes().get(id);
            Node is = publication.after().tailnet().nodes().get(id);
            if (was != null && isStranger(was, is)) {
                listener.accept(was.keys().node());
            }
        }
    }

    private boolean isStranger(Node was, @Nullable Node is) {
        return is == null || !is.keys().node().equals(was.keys().node()) || is.isExpired(clock.instant());
    }
}
