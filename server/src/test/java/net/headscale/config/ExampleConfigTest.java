package net.headscale.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.headscale.config.key.Key;
import net.headscale.config.key.Keys;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

/// The examples at the root of the project: what they show is what holds.
class ExampleConfigTest {
    /// What the example must choose, since it is for a server that others reach.
    private static final Set<String> CHOSEN = Set.of("server_url", "listen_addr", "dns.base_domain");

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(strings = {"config.yaml.example", "config.json.sqlite.example", "config.json.postgres.example"})
    void the_examples_can_be_used_as_they_are(String name) throws IOException {
        String text = Files.readString(Path.of("..", name));

        assertThat(new ConfigFolder(root).with(text).problems()).isEmpty();
    }

    @Test
    void the_example_shows_every_served_key_as_a_value_or_in_a_comment() throws IOException {
        Set<String> shown = example().keySet();
        String comments = text().lines()
                .filter(line -> line.contains("#"))
                .map(line -> line.substring(line.indexOf('#')))
                .collect(Collectors.joining("\n"));

        for (Key key : Keys.all()) {
            if (key.standing() instanceof Key.Standing.Served && !shown.contains(key.name())) {
                assertThat(comments).contains(key.name().replaceFirst(".*\\.", "") + ":");
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> a_value_of_the_example_is_the_default() throws IOException {
        Map<String, String> example = example();
        return example.keySet().stream()
                .filter(key -> !CHOSEN.contains(key))
                .map(key -> DynamicTest.dynamicTest(key, () -> checkDefault(example, key)));
    }

    private void checkDefault(Map<String, String> example, String key) {
        Map<String, String> others = new TreeMap<>(example);
        others.remove(key);
        if (key.startsWith("prefixes.v")) {
            others.keySet().removeIf(each -> each.startsWith("prefixes.v")); // who names one family has no other
        }

        assertThat(meaning(others)).isEqualTo(meaning(example));
    }

    private String meaning(Map<String, String> keys) {
        String yaml = keys.entrySet().stream()
                .map(each -> "\"" + each.getKey() + "\": " + each.getValue() + "\n")
                .collect(Collectors.joining());
        return new ConfigFolder(root).with(yaml).config().toString();
    }

    private static String text() throws IOException {
        return Files.readString(Path.of("../config.yaml.example"));
    }

    /// The values of the example as JSON, by dotted keys.
    private static Map<String, String> example() throws IOException {
        Map<String, String> values = new TreeMap<>();
        flatten("", new Load(LoadSettings.builder().build()).loadFromString(text()), values);
        return values;
    }

    private static void flatten(String name, Object value, Map<String, String> into) {
        if (value instanceof Map<?, ?> fields && !fields.isEmpty()) {
            fields.forEach((field, each) -> flatten(name.isEmpty() ? "" + field : name + "." + field, each, into));
        } else {
            into.put(name, JsonMapper.shared().writeValueAsString(value));
        }
    }
}
