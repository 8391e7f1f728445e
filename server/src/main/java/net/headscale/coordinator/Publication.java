package net.headscale.coordinator;

import java.util.Set;
import net.headscale.netmap.View;
import net.headscale.tailnet.NodeId;

/// A view that takes the place of another.
///
/// @param before what was shown until now
/// @param after what is shown from now on
/// @param touched every node that joined, left or changed between them
public record Publication(View before, View after, Set<NodeId> touched) {
    public Publication {
        touched = Set.copyOf(touched);
    }

    /// Hears of publications, in order, on the writer's thread: must be quick and must not block.
    @FunctionalInterface
    public interface Listener {
        void published(Publication publication);
    }
}
