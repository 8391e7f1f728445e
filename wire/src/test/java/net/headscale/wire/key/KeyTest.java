package net.headscale.wire.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KeyTest {
    private static final String DIGITS = "00ff".repeat(16);

    static java.util.stream.Stream<Arguments> kinds() {
        return java.util.stream.Stream.of(
                kind("nodekey:", NodeKey::parse),
                kind("mkey:", MachineKey::parse),
                kind("discokey:", DiscoKey::parse),
                kind("chalpub:", ChallengeKey::parse),
                kind("nlpub:", NetworkLockKey::parse));
    }

    private static Arguments kind(String prefix, Function<String, Object> parse) {
        return Arguments.of(prefix, parse);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_key_is_printed_as_it_was_read_but_in_lower_case(String prefix, Function<String, Object> parse) {
        assertThat(parse.apply(prefix + DIGITS)).hasToString(prefix + DIGITS);
        assertThat(parse.apply(prefix + DIGITS.toUpperCase(java.util.Locale.ROOT)))
                .hasToString(prefix + DIGITS);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void what_has_another_prefix_or_length_is_refused(String prefix, Function<String, Object> parse) {
        for (String bad : new String[] {
            "",
            prefix,
            DIGITS,
            "x" + prefix + DIGITS,
            prefix + DIGITS + "0",
            prefix + DIGITS.substring(1) + "g",
            prefix + " " + DIGITS
        }) {
            assertThatThrownBy(() -> parse.apply(bad)).as(bad).isInstanceOf(MalformedKey.class);
        }
    }

    @org.junit.jupiter.api.Test
    void bytes_go_around() {
        byte[] bytes = new byte[32];
        for (int i = 0; i < 32; i++) {
            bytes[i] = (byte) (i * 7 - 100);
        }

        assertThat(NodeKey.of(bytes).bytes()).isEqualTo(bytes);
        assertThat(NodeKey.of(new byte[32]).isZero()).isTrue();
        assertThatThrownBy(() -> NodeKey.of(new byte[31])).isInstanceOf(MalformedKey.class);
    }

    @org.junit.jupiter.api.Test
    void the_command_line_may_leave_the_machine_key_prefix_out() {
        assertThat(MachineKey.parseLenient(DIGITS)).isEqualTo(MachineKey.parse("mkey:" + DIGITS));
    }
}
