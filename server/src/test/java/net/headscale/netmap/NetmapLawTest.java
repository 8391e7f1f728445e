package net.headscale.netmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// `full(before, v) + difference(before, after, v) == full(after, v)`, on as many histories as `-Dlaw.histories` says.
class NetmapLawTest {
    static final int HISTORIES = Integer.getInteger("law.histories", 1_000);

    @Test
    void a_difference_makes_the_old_netmap_the_new_one(TestReporter reporter) {
        Census census = new Census();
        NetmapLaw law = new NetmapLaw(NetmapLaw::difference, census);

        LongStream.range(0, HISTORIES)
                .forEach(
                        seed -> assertThat(law.brokenBy(RandomHistory.of(seed))).isEmpty());

        reporter.publishEntry("census of " + HISTORIES + " histories", census.toString());
        if (HISTORIES >= 1_000) {
            assertThat(census.missing()).as("never happened").isEmpty();
        }
    }

    /// A guest's owner whose mail address changed, which nobody is shown.
    @Test
    void what_a_profile_does_not_show_is_no_news() {
        NetmapLaw law = new NetmapLaw(NetmapLaw::difference, new Census());

        assertThat(law.brokenBy(RandomHistory.of(2675))).isEmpty();
    }
}
