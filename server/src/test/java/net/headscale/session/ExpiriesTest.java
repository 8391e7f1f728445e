package net.headscale.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import net.headscale.netmap.View;
import net.headscale.tailnet.NodeId;
import org.junit.jupiter.api.Test;

/// When the sessions of a tailnet are looked through for keys that expired.
class ExpiriesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final Expiries expiries = new Expiries();
    private final View view = LargeTailnet.view(5);
    private final Instant expiry =
            view.tailnet().nodes().get(new NodeId(1)).lifetime().keyExpiry();

    @Test
    void a_calm_tailnet_is_looked_through_twice_and_then_when_the_next_key_expires() {
        assertThat(expiries.isDue(view, NOW)).isTrue();
        assertThat(expiries.isDue(view, NOW)).isTrue();
        assertThat(expiries.isDue(view, NOW.plusSeconds(1))).isFalse();
        assertThat(expiries.isDue(view, expiry.minusMillis(1))).isFalse();
        assertThat(expiries.isDue(view, expiry)).isTrue();
        assertThat(expiries.isDue(view, expiry.plusSeconds(1))).isFalse();
    }

    @Test
    void what_could_not_be_done_is_asked_for_again() {
        expiries.isDue(view, NOW);
        expiries.isDue(view, NOW);
        expiries.askAgain();

        assertThat(expiries.isDue(view, NOW)).isTrue();
    }

    @Test
    void every_change_has_it_looked_through() {
        expiries.isDue(view, NOW);
        expiries.isDue(view, NOW);
        View changed = view.after(view.tailnet(), List.of(new NodeId(1)));

        assertThat(expiries.isDue(changed, NOW)).isTrue();
    }
}
