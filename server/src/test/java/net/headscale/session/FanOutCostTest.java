package net.headscale.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import net.headscale.netmap.Delta;
import net.headscale.netmap.View;
import net.headscale.netmap.Viewer;
import net.headscale.tailnet.NodeId;
import org.junit.jupiter.api.Test;

/// What fan-out costs in allocated bytes, which no busy machine changes: it must grow with what is sent.
class FanOutCostTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int SMALL = 1_000;
    private static final int LARGE = 2 * SMALL;
    private static final int HUGE = 8 * SMALL;
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void a_change_costs_the_same_however_large_the_tailnet_is() {
        long small = change(LargeTailnet.view(SMALL));
        long large = change(LargeTailnet.view(LARGE));

        assertThat(ratio(large, small)).isLessThan(1.5);
    }

    @Test
    void the_next_view_costs_at_most_a_few_words_a_node() {
        View view = LargeTailnet.view(LARGE);

        long bytes = least(() -> LargeTailnet.online(view, LargeTailnet.ids(1)));

        assertThat(bytes / LARGE).isLessThan(48);
    }

    @Test
    void a_viewer_that_others_are_alike_costs_next_to_nothing() {
        View before = LargeTailnet.view(SMALL);
        Delta delta = Delta.between(before, LargeTailnet.online(before, LargeTailnet.ids(1)), LargeTailnet.ids(1));

        try (Renderer renderer = new Renderer()) {
            Renderer.Step step = renderer.step(delta);
            step.difference(viewer(2));

            assertThat(least(() -> step.difference(viewer(3)))).isLessThan(2_048);
        }
    }

    @Test
    void nodes_that_come_back_together_cost_no_square() {
        long few = storm(LargeTailnet.view(SMALL), 250);
        long many = storm(LargeTailnet.view(SMALL), 500);

        assertThat(ratio(many, few)).isLessThan(3); // a square would be 4
    }

    @Test
    void a_full_map_costs_a_few_neighbours_and_not_the_tailnet() {
        long small = fullMap(LargeTailnet.view(SMALL));
        long huge = fullMap(LargeTailnet.view(HUGE));

        assertThat(huge).isLessThan(128 << 10);
        assertThat(ratio(huge, small)).isLessThan(1.4); // a list of peers made for each viewer: 2
    }

    /// One node comes online, and another is told.
    private static long change(View before) {
        View after = LargeTailnet.online(before, LargeTailnet.ids(1));
        try (Renderer renderer = new Renderer()) {
            return least(() -> renderer.step(Delta.between(before, after, LargeTailnet.ids(1)))
                    .difference(viewer(2)));
        }
    }

    /// Some nodes come online in one round, and each of them is told.
    private static long storm(View before, int nodes) {
        List<NodeId> back = LargeTailnet.ids(nodes);
        View after = LargeTailnet.online(before, back);
        try (Renderer renderer = new Renderer()) {
            return least(() -> {
                Renderer.Step step = renderer.step(Delta.between(before, after, back));
                back.forEach(node -> step.difference(new Viewer(node, 142)));
                return step;
            });
        }
    }

    /// A viewer of a view that others have been told.
    private static long fullMap(View view) {
        Edition edition = new Edition(view, Edition.Stock.empty());
        try (Renderer renderer = new Renderer()) {
            renderer.full(edition, viewer(700), NOW);
            return least(() -> renderer.full(edition, viewer(500), NOW));
        }
    }

    private static Viewer viewer(long node) {
        return new Viewer(new NodeId(node), 142);
    }

    private static double ratio(long large, long small) {
        return (double) large / small;
    }

    /// Bytes that this thread allocates for `work`, the least of some runs: the first ones also load classes.
    private static long least(java.util.function.Supplier<?> work) {
        long least = Long.MAX_VALUE;
        for (int run = 0; run < 5; run++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            Object kept = work.get();
            long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
            least = kept == null ? least : Math.min(least, bytes);
        }
        return least;
    }
}
