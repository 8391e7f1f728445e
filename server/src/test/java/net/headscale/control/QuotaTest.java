package net.headscale.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.headscale.testkit.time.TestClock;
import net.headscale.wire.net.IpAddress;
import org.junit.jupiter.api.Test;

/// How often one source may do something.
class QuotaTest {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final TestClock clock = TestClock.at(Instant.parse("2026-11-23T12:00:00Z"));
    private final Quota quota = new Quota(clock, 3, PAUSE);

    @Test
    void a_burst_and_then_one_more_after_each_pause() {
        assertThat(spends("192.0.2.1", 5)).isEqualTo(3);

        clock.advance(PAUSE);

        assertThat(spends("192.0.2.1", 5)).isEqualTo(1);
    }

    @Test
    void each_ipv4_address_has_its_own() {
        spends("192.0.2.1", 3);

        assertThat(spends("192.0.2.2", 3)).isEqualTo(3);
    }

    @Test
    void all_addresses_of_one_64_share_theirs() {
        spends("2001:db8:0:1::1", 2);

        assertThat(spends("2001:db8:0:1:ffff::9", 3)).isEqualTo(1);
        assertThat(spends("2001:db8:0:2::1", 3)).isEqualTo(3);
    }

    /// How many of so many tries are let through.
    private int spends(String source, int tries) {
        IpAddress address = IpAddress.parse(source);
        int spent = 0;
        for (int i = 0; i < tries && quota.isLeft(address); i++) {
            quota.spend(address);
            spent++;
        }
        return spent;
    }
}
