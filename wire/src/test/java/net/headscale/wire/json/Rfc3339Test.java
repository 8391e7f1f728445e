package net.headscale.wire.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {
    @ParameterizedTest
    @CsvSource({
        "2026-08-22T11:48:56.123456789+02:00, 2026-08-22T09:48:56.123456789Z",
        "2026-08-22T11:48:56Z, 2026-08-22T11:48:56Z",
        "2026-08-22T11:48:56.100-00:30, 2026-08-22T12:18:56.1Z",
        "1970-01-01T01:02:03+01:00, 1970-01-01T00:02:03Z",
        "2024-02-29T23:59:59.9999999999Z, 2024-02-29T23:59:59.999999999Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z"
    })
    void a_time_is_read_at_any_offset_and_printed_in_utc(String text, String printed) {
        assertThat(Rfc3339.format(Rfc3339.parse(text))).isEqualTo(printed);
    }

    @Test
    void the_zero_time_of_go_is_absence() {
        assertThat(Rfc3339.parse("0001-01-01T00:00:00Z")).isNull();
        assertThat(Rfc3339.parse("0001-01-01T01:00:00+01:00")).isNull();
        assertThat(Rfc3339.format(null)).isEqualTo("0001-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-08-22",
                "2026-08-22T11:48:56",
                "2026-08-22T11:48:56+0200",
                "2026-08-22t11:48:56Z",
                "2026-08-22T11:48:56z",
                "2026-08-22 11:48:56Z",
                "2026-08-22T11:48Z",
                "2026-08-22T1:48:56Z",
                "2026-08-22T11:48:56.Z",
                "2026-08-22T11:48:56,5Z",
                "2026-08-22T11:48:56.5",
                "2026-13-22T11:48:56Z",
                "2026-02-30T11:48:56Z",
                "2026-08-22T24:00:00Z",
                "2026-08-22T11:48:60Z",
                "2026-08-22T11:48:56+24:00",
                "2026-08-22T11:48:56+01:60",
                "2026-08-22T11:48:56Zx",
                "+026-08-22T11:48:56Z",
                "12026-08-22T11:48:56Z",
                "0000-01-01T00:00:00+00:01",
                "9999-12-31T23:59:59-00:01",
                "\u0662026-08-22T11:48:56Z"
            })
    void what_go_refuses_is_refused(String text) {
        assertThatThrownBy(() -> Rfc3339.parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void times_without_a_text_form_are_moved_to_the_nearest_that_has_one() {
        assertThat(Rfc3339.format(Instant.MAX)).isEqualTo("9999-12-31T23:59:59.999999999Z");
        assertThat(Rfc3339.format(Instant.MIN)).isEqualTo("0000-01-01T00:00:00Z");
    }

    @Test
    void every_time_is_read_back_and_agrees_with_the_jdk() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 10_000; i++) {
            Instant time = Instant.ofEpochSecond(
                    random.nextLong(-60_000_000_000L, 253_000_000_000L), random.nextInt(1_000_000_000));
            String text = Rfc3339.format(time);

            assertThat(Rfc3339.parse(text)).isEqualTo(time);
            assertThat(OffsetDateTime.parse(text).toInstant()).isEqualTo(time);
        }
    }
}
