package net.headscale.netmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.LongStream;
import net.headscale.netmap.Breach.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A law that no fault could break would not be one: each makes it fail on the very histories that the product passes.
class SeededFaultTest {
    private static final int HISTORIES = 1_000;

    @ParameterizedTest
    @EnumSource
    void the_law_fails_with(Fault fault) {
        NetmapLaw law = new NetmapLaw(fault::difference, new Census());

        Optional<Breach> breach = LongStream.range(0, HISTORIES)
                .mapToObj(seed -> law.brokenBy(RandomHistory.of(seed)))
                .flatMap(Optional::stream)
                .filter(found -> found.kind() == Kind.ANOTHER_NETMAP || found.kind() == Kind.TRAP)
                .findFirst();

        assertThat(breach).isPresent();
    }
}
