package net.headscale.wire.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    @Test
    void members_come_in_order_and_null_ones_do_not_come() {
        List<String> names = new ArrayList<>();
        read("{\"a\":1,\"b\":null,\"c\":{\"d\":[1,{}]},\"e\":\"\"}", in -> {
            in.object();
            while (in.member()) {
                names.add(in.name());
                in.skip();
            }
            return names;
        });

        assertThat(names).containsExactly("a", "c", "e");
    }

    @Test
    void the_document_null_is_an_empty_object() {
        Map<String, String> members = read(" null ", in -> in.map(JsonReader::string));

        assertThat(members).isEmpty();
    }

    @Test
    void strings_may_be_escaped_in_every_way_go_escapes() {
        assertThat(read("\"a\\u0026b\\u003cc\\u003ed \\u2028\\b\\f\\n\\/\\\"\"", JsonReader::string))
                .isEqualTo("a&b<c>d \u2028\b\f\n/\"");
    }

    @Test
    void half_a_surrogate_pair_becomes_a_replacement_character() {
        assertThat(read("\"a\\ud800b\"", JsonReader::string)).isEqualTo("a\ufffdb");
        assertThat(read("\"\\udc00\\ud83d\\ude00\"", JsonReader::string)).isEqualTo("\ufffd\ud83d\ude00");
        assertMalformed("{\"\\ud800\":1}", in -> in.map(JsonReader::int64));
    }

    @Test
    void integers_of_64_bits_are_exact() {
        assertThat(read("9223372036854775807", JsonReader::int64)).isEqualTo(Long.MAX_VALUE);
        assertThat(read("-9223372036854775808", JsonReader::int64)).isEqualTo(Long.MIN_VALUE);
        assertThat(read("9007199254740993", JsonReader::int64)).isEqualTo(9007199254740993L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.0", "5e0", "\"5\"", "true", "9223372036854775808", "{}", "[]", "null"})
    void what_is_no_integer_of_64_bits_is_refused(String json) {
        assertMalformed(json, JsonReader::int64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "4294967296", "1.5"})
    void what_is_no_port_is_refused(String json) {
        assertMalformed(json, JsonReader::port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999", "-1e999", "\"1\"", "NaN"})
    void what_is_no_finite_number_is_refused(String json) {
        assertMalformed(json, JsonReader::float64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{}}",
                "{} {}",
                "nul",
                "{'a':1}",
                "{\"a\":1,}",
                "/**/{}",
                "{a:1}",
                "\ufeff{}",
                "[1 2]",
                "\"\u0001\"",
                "{\"a\"}",
                "01",
                "+1",
                "\u0000"
            })
    void what_is_not_one_json_value_is_refused(String json) {
        assertMalformed(json, JsonReader::raw);
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused_in_strings() {
        byte[] latin1 = "\"caf\u00e9\"".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> JsonReader.read(latin1, JsonReader::string)).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void utf_16_is_not_guessed() {
        byte[] utf16 = "{\"a\":1}".getBytes(StandardCharsets.UTF_16LE);

        assertThatThrownBy(() -> JsonReader.read(utf16, JsonReader::raw)).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void nesting_is_bounded() {
        String atTheLimit = "[".repeat(JsonReader.DEEPEST) + "]".repeat(JsonReader.DEEPEST);

        assertThat(read(atTheLimit, JsonReader::raw).text()).isEqualTo(atTheLimit);
        assertMalformed("[" + atTheLimit + "]", JsonReader::raw);
    }

    @Test
    void strings_are_bounded() {
        assertMalformed("\"" + "x".repeat(JsonReader.LONGEST_STRING + 1) + "\"", JsonReader::string);
    }

    @Test
    void raw_values_are_kept_to_the_letter() {
        for (String raw : List.of(
                "1", "-0.50E+3", "\"\\u0026\"", "true", "{ \"a\" : [ 1,2 ] }", "[]", "12345678901234567890123")) {
            Map<String, RawJson> members = read("{\"x\": " + raw + " }", in -> in.map(JsonReader::raw));
            List<RawJson> elements = read("[" + raw + " ," + raw + "]", in -> in.list(JsonReader::raw));

            assertThat(members.get("x").text()).isEqualTo(raw);
            assertThat(elements).extracting(RawJson::text).containsExactly(raw, raw);
        }
    }

    @Test
    void an_error_says_where_and_never_what() {
        assertThatThrownBy(() -> read("{\"Auth\":{\"AuthKey\":[1,tskey-secret]}}", in -> in.map(JsonReader::raw)))
                .isInstanceOf(MalformedMessage.class)
                .hasMessage("expected well-formed JSON at /Auth/AuthKey/1 (byte 28)")
                .hasNoCause();
        assertThatThrownBy(() -> read("{\"Key\":\"tskey-secret\"}", in -> in.map(JsonReader::bool)))
                .hasMessage("expected a boolean, found a string at /Key (byte 8)");
        assertThatThrownBy(() -> read("{\"\\n" + "x".repeat(1000) + "\":1}", in -> in.map(JsonReader::bool)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200).doesNotContain("\n"));
    }

    @Test
    void names_of_numbered_members_are_decimal() {
        Map<Long, Boolean> members = read("{\"7\":true,\"-1\":false}", in -> in.mapByLong(JsonReader::bool));

        assertThat(members).isEqualTo(Map.of(7L, true, -1L, false));
        assertMalformed("{\"x\":true}", in -> in.mapByLong(JsonReader::bool));
        assertMalformed("{\"4294967296\":true}", in -> in.mapByInt(JsonReader::bool));
    }

    @Test
    void base64_is_of_the_standard_alphabet() {
        assertThat(read("\"3q0=\"", JsonReader::bytes).toArray()).containsExactly(0xde, 0xad);
        assertThat(read("\"\"", JsonReader::bytes)).isEqualTo(Bytes.none());
        assertMalformed("\"_-8=\"", JsonReader::bytes);
        assertMalformed("[1,2]", JsonReader::bytes);
    }

    private static <T> T read(String json, Function<JsonReader, T> codec) {
        return JsonReader.read(json.getBytes(StandardCharsets.UTF_8), codec);
    }

    private static void assertMalformed(String json, Function<JsonReader, ?> codec) {
        assertThatThrownBy(() -> read(json, codec)).as(json).isInstanceOf(MalformedMessage.class);
    }
}
