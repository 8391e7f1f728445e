package net.headscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// When garbage that grew old is worth a pause.
class OldGenerationTest {
    private static final long MIB = 1 << 20;

    @Test
    void a_little_garbage_is_not() {
        assertThat(OldGeneration.isDue(64 * MIB, 0)).isFalse();
        assertThat(OldGeneration.isDue(100 * MIB, 40 * MIB)).isFalse();
    }

    @Test
    void half_as_much_as_lives_is() {
        assertThat(OldGeneration.isDue(65 * MIB, 0)).isTrue();
        assertThat(OldGeneration.isDue(299 * MIB, 200 * MIB)).isFalse();
        assertThat(OldGeneration.isDue(301 * MIB, 200 * MIB)).isTrue();
    }
}
