package net.headscale.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.headscale.tailnet.NodeId;
import org.junit.jupiter.api.Test;

/// Whose turn it is to get a first message.
class OpeningsTest {
    private static final int MOST = 256;

    private final Timers timers = new Timers();
    private final Openings openings = new Openings(timers);
    private final List<Integer> begun = new ArrayList<>();
    private final List<Openings.Ticket> tickets = new ArrayList<>();
    private long asked;

    @Test
    void a_few_hundred_are_under_way_and_the_others_follow_in_their_order() {
        ask(MOST + 3);
        assertThat(begun).hasSize(MOST);

        tickets.get(7).giveBack();
        assertThat(begun).endsWith(MOST);
        tickets.get(MOST).giveBack();
        assertThat(begun).endsWith(MOST, MOST + 1);
    }

    @Test
    void a_ticket_counts_once() {
        ask(MOST + 3);
        tickets.getFirst().giveBack();
        tickets.getFirst().giveBack();

        assertThat(begun).hasSize(MOST + 1);
    }

    @Test
    void who_reads_slowly_holds_nobody_up() {
        ask(MOST + 3);
        timers.fire();

        assertThat(begun).hasSize(MOST + 3);
    }

    @Test
    void a_node_that_polls_again_waits_once_and_keeps_its_place() {
        ask(MOST + 2);
        for (int i = 0; i < 1_000; i++) {
            openings.begin(new NodeId(MOST + 1), _ -> begun.add(-1));
        }
        tickets.getFirst().giveBack();
        tickets.get(1).giveBack();
        tickets.get(2).giveBack();

        assertThat(begun).hasSize(MOST + 2).endsWith(-1, MOST + 1);
    }

    @Test
    void what_was_given_back_can_be_had_again() {
        ask(MOST);
        tickets.forEach(Openings.Ticket::giveBack);
        ask(MOST + 1);

        assertThat(begun).hasSize(2 * MOST);
    }

    private void ask(int count) {
        for (int i = 0; i < count; i++) {
            int number = i;
            openings.begin(new NodeId(++asked), ticket -> {
                begun.add(number);
                tickets.add(ticket);
            });
        }
    }

    /// Time that passes when it is told to.
    private static final class Timers implements Later {
        private final List<Runnable> due = new ArrayList<>();

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public void after(Duration delay, Runnable task) {
            due.add(task);
        }

        void fire() {
            List<Runnable> all = List.copyOf(due);
            due.clear();
            all.forEach(Runnable::run);
        }
    }
}
