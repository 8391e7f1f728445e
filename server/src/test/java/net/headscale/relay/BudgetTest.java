package net.headscale.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void what_a_second_holds_may_go_at_once_and_more_must_wait_for_as_long_as_it_takes_to_fill() {
        Budget budget = new Budget(1_000, 0);

        assertThat(budget.take(1_000, 0)).isZero();
        assertThat(budget.take(500, 0)).isEqualTo(SECOND / 2);
        assertThat(budget.take(0, SECOND / 2)).isZero();
    }

    @Test
    void a_long_silence_saves_up_one_second_and_not_more() {
        Budget budget = new Budget(1_000, 0);

        assertThat(budget.take(2_000, 100 * SECOND)).isEqualTo(SECOND);
    }

    @Test
    void without_a_limit_nothing_waits() {
        assertThat(new Budget(0, 0).take(Long.MAX_VALUE, 0)).isZero();
    }
}
