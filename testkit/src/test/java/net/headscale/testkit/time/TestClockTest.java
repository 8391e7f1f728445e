package net.headscale.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestClockTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestClock clock = TestClock.at(NOON);
    private final List<String> ran = new ArrayList<>();

    @Test
    void stands_still_until_it_is_moved() {
        assertThat(clock.instant()).isEqualTo(NOON).isEqualTo(clock.instant());

        clock.advance(SECOND);

        assertThat(clock.instant()).isEqualTo(NOON.plus(SECOND));
        assertThatThrownBy(() -> clock.advance(SECOND.negated())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void timers_run_in_order_each_at_its_own_time() {
        clock.schedule(SECOND.multipliedBy(2), () -> ran.add("two at " + clock.instant()));
        clock.schedule(SECOND, () -> ran.add("one at " + clock.instant()));
        clock.schedule(SECOND, () -> ran.add("one more"));
        clock.schedule(SECOND.multipliedBy(4), () -> ran.add("never"));

        clock.advance(SECOND.multipliedBy(3));

        assertThat(ran).containsExactly("one at 2026-11-23T12:00:01Z", "one more", "two at 2026-11-23T12:00:02Z");
        assertThat(clock.waiting()).isOne();
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(3));
    }

    @Test
    void a_timer_that_sets_itself_again_runs_as_often_as_time_passes() {
        every(SECOND);

        clock.advance(SECOND.multipliedBy(3));

        assertThat(ran).containsExactly("tick", "tick", "tick");
    }

    private void every(Duration period) {
        clock.schedule(period, () -> {
            ran.add("tick");
            every(period);
        });
    }

    @Test
    void a_cancelled_timer_never_runs() {
        clock.schedule(SECOND, () -> ran.add("cancelled")).close();

        clock.advance(SECOND);

        assertThat(ran).isEmpty();
    }

    @Test
    void a_jump_runs_no_timer_and_leaves_each_as_far_away_as_it_was() {
        var timer = clock.schedule(SECOND, () -> ran.add("timer"));

        clock.jumpTo(NOON.plus(Duration.ofDays(365)));
        assertThat(ran).isEmpty();
        assertThat(timer.left()).isEqualTo(SECOND);

        clock.jumpTo(NOON.minus(Duration.ofDays(365)));
        clock.advance(SECOND);
        assertThat(ran).containsExactly("timer");
    }

    @Test
    void another_zone_shows_the_same_clock() {
        var tokyo = clock.withZone(ZoneId.of("Asia/Tokyo"));

        clock.advance(SECOND);

        assertThat(tokyo.instant()).isEqualTo(clock.instant());
        assertThat(tokyo.getZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    }
}
