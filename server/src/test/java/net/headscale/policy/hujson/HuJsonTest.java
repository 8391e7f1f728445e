package net.headscale.policy.hujson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HuJsonTest {
    @Test
    void comments_and_trailing_commas_are_no_part_of_the_value() {
        Document document = HuJson.parse("""
                // who
                {"a": [1, /* two */ 2.5e3,], "b\\u00e9": "x\\n",
                } // end""");

        assertThat(document.json(document.root())).isEqualTo("{\"a\":[1,2.5e3],\"b\\u00e9\":\"x\\n\"}");
        assertThat(document.comments().stream()
                        .map(comment -> document.text().substring(comment.start(), comment.end())))
                .isEqualTo(List.of("// who", "/* two */", "// end"));
    }

    @Test
    void values_know_where_they_stood() {
        Document document = HuJson.parse("{\n  \"a\": null}");

        Value.Struct root = (Value.Struct) document.root();
        Value value = root.members().getFirst().value();
        assertThat(document.position(value.start())).isEqualTo(new Position(2, 8));
        assertThat(document.text().substring(value.start(), value.end())).isEqualTo("null");
    }

    @Test
    void escapes_are_resolved() {
        Value.Text text = (Value.Text)
                HuJson.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\"").root();

        assertThat(text.text()).isEqualTo("\"\\/\b\f\n\r\tA");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\" 1}                 | 1 | 6 | expected : behind \"a\", found '1'",
                "{a: 1}                    | 1 | 2 | expected a member name in double quotes or }, found 'a'",
                "[1 2]                     | 1 | 4 | expected , or ], found '2'",
                "[1,,2]                    | 1 | 4 | expected a value, found ','",
                "{\"a\": }                 | 1 | 7 | expected a value, found '}'",
                "[                         | 1 | 2 | expected ], found the end of the text",
                "\"abc                     | 1 | 1 | expected a closing double quote, found the end of the text",
                "\"\\x\"                   | 1 | 2 | expected an escape such as \\n or \\u0041",
                "/* abc                    | 1 | 1 | expected */ at the end of the comment, found the end of the text",
                "{} {}                     | 1 | 4 | expected nothing behind the policy, found '{'",
                "-                         | 1 | 1 | expected a value, found '-'",
                "1.                        | 1 | 3 | expected a digit, found the end of the text",
                "nul                       | 1 | 1 | expected a value, found 'n'",
            })
    void errors_name_line_column_and_what_was_expected(String text, int line, int column, String message) {
        assertThatThrownBy(() -> HuJson.parse(text)).isInstanceOfSatisfying(MalformedHuJson.class, malformed -> {
            assertThat(malformed.why()).isEqualTo(message);
            assertThat(malformed.position()).isEqualTo(new Position(line, column));
        });
    }

    @Test
    void errors_count_lines() {
        assertThatThrownBy(() -> HuJson.parse("{\n  // x\n  \"a\": [1 2]\n}"))
                .isInstanceOfSatisfying(
                        MalformedHuJson.class,
                        malformed -> assertThat(malformed.position()).isEqualTo(new Position(3, 11)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
    void nesting_is_bounded(String open) {
        assertThatThrownBy(() -> HuJson.parse(open.repeat(100_000)))
                .isInstanceOf(MalformedHuJson.class)
                .hasMessageContaining("levels of nesting");
    }
}
