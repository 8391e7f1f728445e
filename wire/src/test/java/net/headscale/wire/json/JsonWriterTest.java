package net.headscale.wire.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonWriterTest {
    // Right column: what Go 1.26's json.Marshal prints
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "-3, -3",
        "0.012, 0.012",
        "52.52, 52.52",
        "-0.000001, -0.000001",
        "0.0000001, 1e-7",
        "1.5e-9, 1.5e-9",
        "123456789012345680000, 123456789012345680000",
        "1e21, 1e+21",
        "1.7e300, 1.7e+300",
        "9007199254740993, 9007199254740992"
    })
    void numbers_are_printed_as_go_prints_them(double number, String expected) {
        assertThat(JsonWriter.text(out -> out.value(number))).isEqualTo(expected);
    }

    @Test
    void zero_members_are_left_out_if_so_asked() {
        assertThat(JsonWriter.text(out -> {
                    out.beginObject();
                    out.ifSet("a", "");
                    out.ifSet("b", 0L);
                    out.ifSet("c", 0.0);
                    out.ifSet("d", false);
                    out.ifSet("e", Bytes.none());
                    out.ifSet("f", List.<String>of(), JsonWriter::value);
                    out.ifSet("g", Map.<String, String>of(), JsonWriter::value);
                    out.ifPresent("h", (Boolean) null);
                    out.ifPresent("i", (java.time.Instant) null);
                    out.ifPresent("j", (String) null, JsonWriter::value);
                    out.endObject();
                }))
                .isEqualTo("{}");
    }

    @Test
    void members_of_maps_are_sorted_as_go_sorts_them() {
        assertThat(JsonWriter.text(out -> out.map(Map.of(10L, "a", 9L, "b", 100L, "c"), JsonWriter::value)))
                .isEqualTo("{\"10\":\"a\",\"100\":\"c\",\"9\":\"b\"}");
    }

    @Test
    void control_characters_are_escaped_in_lower_case() {
        assertThat(JsonWriter.text(out -> out.value("\u001f\n\"\\<&>"))).isEqualTo("\"\\u001f\\n\\\"\\\\<&>\"");
    }

    @Test
    void half_a_surrogate_pair_is_written_as_a_replacement_character() {
        assertThat(JsonWriter.text(out -> out.map(Map.of("\ud800", "\udfff!"), JsonWriter::value)))
                .isEqualTo("{\"\ufffd\":\"\ufffd!\"}");
        assertThat(JsonWriter.text(out -> out.value("\ud83d\ude00"))).isEqualTo("\"\ud83d\ude00\"");
    }

    @Test
    void values_encoded_before_are_spliced_in_whatever_their_length() {
        for (int length : new int[] {0, 1, 7_000, 8_000, 100_000}) {
            String value = "\"" + "\u00e9".repeat(length) + "\"";
            byte[] encoded = value.getBytes(StandardCharsets.UTF_8);

            assertThat(JsonWriter.text(out -> out.list(List.of(encoded, encoded), JsonWriter::encoded)))
                    .isEqualTo("[" + value + "," + value + "]");
        }
    }

    @Test
    void raw_values_are_written_as_they_are() {
        assertThat(JsonWriter.text(out -> out.value(RawJson.parse(" { \"a\" : 1 } "))))
                .isEqualTo("{ \"a\" : 1 }");
        assertThat(RawJson.string("a\"b").text()).isEqualTo("\"a\\\"b\"");
    }
}
