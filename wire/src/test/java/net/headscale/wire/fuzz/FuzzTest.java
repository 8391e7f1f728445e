package net.headscale.wire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FuzzTest {
    private static final List<byte[]> CORPUS = List.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, new byte[0]);

    @Test
    void inputs_differ_and_come_again_with_their_seed() {
        assertThat(new TreeSet<>(inputs())).hasSizeGreaterThan(inputs().size() / 4);
        assertThat(inputs()).isEqualTo(inputs());
    }

    private static List<String> inputs() {
        List<String> inputs = new ArrayList<>();
        Fuzz.of(CORPUS)
                .times(2_000)
                .feed((input, random) -> inputs.add(HexFormat.of().formatHex(input)));
        return inputs;
    }

    @Test
    void an_exception_that_is_not_documented_fails_the_run_and_names_its_seed() {
        assertThatThrownBy(() -> Fuzz.of(CORPUS)
                        .times(2_000)
                        .allowing(IllegalArgumentException.class)
                        .feed((input, random) -> {
                            throw new ArrayIndexOutOfBoundsException();
                        }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dfuzz.seed=")
                .hasCauseInstanceOf(ArrayIndexOutOfBoundsException.class);
    }

    @Test
    void with_no_exception_documented_every_one_fails_the_run() {
        assertThatThrownBy(() -> Fuzz.of(CORPUS).times(2_000).feed((input, random) -> {
                    throw new IllegalArgumentException();
                }))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void the_documented_exception_is_an_answer() {
        Fuzz.of(CORPUS).times(2_000).allowing(IllegalArgumentException.class).feed((input, random) -> {
            throw new NumberFormatException();
        });
    }

    @Test
    void a_parser_that_takes_too_much_memory_fails_the_run() {
        byte[][] kept = new byte[1][];

        assertThatThrownBy(() -> Fuzz.of(CORPUS)
                        .times(2_000)
                        .allocatingAtMost(10_000)
                        .feed((input, random) -> kept[0] = new byte[20_000]))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("bytes=10000");
    }
}
