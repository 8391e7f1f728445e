package net.headscale.cli.output;

import java.util.List;

/// What `-o` chose.
public enum Format {
    /// Tables and sentences.
    TEXT,
    /// JSON on several lines.
    JSON,
    /// JSON on one line.
    JSON_LINE,
    /// YAML, with the names of the JSON.
    YAML;

    /// The words after `-o`.
    public static List<String> names() {
        return List.of("json", "json-line", "yaml");
    }

    /// Reads what was said after `-o`; the empty text is [#TEXT].
    public static Format parse(String text) {
        return switch (text) {
            case "" -> TEXT;
            case "json" -> JSON;
            case "json-line" -> JSON_LINE;
            case "yaml" -> YAML;
            default -> throw Failure.usage("unknown output format " + text + ": choose json, json-line or yaml");
        };
    }
}
