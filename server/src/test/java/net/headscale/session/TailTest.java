package net.headscale.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.headscale.coordinator.Publication;
import net.headscale.netmap.View;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.UserId;
import org.junit.jupiter.api.Test;

/// Where views lead to, and what may be forgotten.
class TailTest {
    private static final int MOST_GONE = 4_096;

    private View newest = LargeTailnet.view(5);
    private final Tail tail = new Tail(newest);

    @Test
    void knows_what_was_touched_since_any_view_however_long_ago() {
        View start = newest;
        touch(1);
        View middle = newest;
        for (int i = 0; i < 20_000; i++) {
            touch(2 + i % 3);
        }

        assertThat(tail.touchedSince(start)).hasValue(ids(1, 2, 3, 4));
        assertThat(tail.touchedSince(middle)).hasValue(ids(2, 3, 4));
        assertThat(tail.touchedSince(newest)).hasValue(Set.of());
    }

    @Test
    void what_is_added_waits_until_it_is_made_due() {
        View start = newest;
        touch(1);
        assertThat(tail.due()).isSameAs(start);

        tail.makeDue();
        assertThat(tail.due()).isSameAs(newest);
        assertThat(tail.touchedSince(start)).hasValue(ids(1));
    }

    @Test
    void a_node_that_is_touched_again_is_still_told_to_who_missed_the_first_time() {
        touch(1);
        View told = newest;
        touch(2);
        touch(1);

        assertThat(tail.touchedSince(told)).hasValue(ids(1, 2));
    }

    @Test
    void forgets_nodes_that_left_long_ago_and_says_so_to_who_may_have_known_them() {
        View start = newest;
        for (int i = 0; i < MOST_GONE; i++) {
            comeAndGo(100 + i);
        }
        touch(1);
        assertThat(tail.touchedSince(start)).isPresent();

        for (int i = 0; i < 5; i++) {
            comeAndGo(100 + MOST_GONE + i);
        }
        View late = newest;
        touch(2);

        assertThat(tail.touchedSince(start)).isEmpty();
        assertThat(tail.touchedSince(late)).hasValue(ids(2));
    }

    private void comeAndGo(long id) {
        apply(new Change.NodeJoined(LargeTailnet.node(id, new UserId(1))), id);
        apply(new Change.NodeRemoved(new NodeId(id)), id);
    }

    private void touch(long id) {
        View before = newest;
        newest = before.after(before.tailnet(), List.of(new NodeId(id)));
        tail.add(new Publication(before, newest, ids(id)));
    }

    private void apply(Change change, long id) {
        View before = newest;
        newest = before.after(before.tailnet().after(change), List.of(new NodeId(id)));
        tail.add(new Publication(before, newest, ids(id)));
    }

    private static Set<NodeId> ids(long... ids) {
        return Arrays.stream(ids).mapToObj(NodeId::new).collect(Collectors.toSet());
    }
}
