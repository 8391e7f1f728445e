package net.headscale.tailnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.net.IpAddress;
import org.junit.jupiter.api.Test;

/// When a node has been carried to another place.
class ReachTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final IpAddress HOME = IpAddress.parse("198.51.100.7");
    private static final IpAddress CAFE = IpAddress.parse("203.0.113.9");

    private static Reach at(IpAddress... addresses) {
        return new Reach(
                Stream.of(addresses)
                        .map(address -> new Endpoint(address, 41641))
                        .toList(),
                900);
    }

    @Test
    void an_address_that_was_not_named_before_is_another_place() {
        assertThat(at(HOME).isLeftFor(CAFE, NOON)).isTrue();
        assertThat(at(HOME).isLeftFor(HOME, NOON)).isFalse();
        assertThat(at(HOME, CAFE).isLeftFor(CAFE, NOON)).isFalse();
    }

    @Test
    void a_node_that_was_nowhere_has_left_nothing() {
        assertThat(Reach.NOWHERE.isLeftFor(HOME, NOON)).isFalse();
    }

    @Test
    void it_may_roam_again_after_five_seconds() {
        Reach settled = at(HOME).firmSince(NOON);

        assertThat(settled.isLeftFor(CAFE, NOON.plusMillis(4_999))).isFalse();
        assertThat(settled.isLeftFor(CAFE, NOON.plusMillis(5_000))).isTrue();
    }

    @Test
    void it_cannot_roam_while_it_does() {
        Reach roaming = at(HOME).on(new Reach.Footing.Roaming());

        assertThat(roaming.isLeftFor(CAFE, NOON)).isFalse();
        assertThat(roaming.isRoaming()).isTrue();
        assertThat(roaming.firmSince(NOON).isRoaming()).isFalse();
    }

    @Test
    void a_home_region_that_is_kept_takes_no_footing_away() {
        Reach roaming = new Reach(List.of(), 0).on(new Reach.Footing.Roaming());

        assertThat(roaming.following(at(HOME))).isEqualTo(new Reach(List.of(), 900).on(new Reach.Footing.Roaming()));
    }
}
