package net.headscale.cli.output;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Writes a tree of JSON as YAML, in blocks.
final class Yaml {
    // words that no reader takes for anything but a word
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./@-]*(:[A-Za-z0-9_./@-]+)*");
    private static final List<String> OTHER_THAN_WORDS = List.of("null", "true", "false", "yes", "no", "on", "off");

    private final StringBuilder text = new StringBuilder();

    private Yaml() {}

    static String write(@Nullable Object value) {
        var yaml = new Yaml();
        yaml.put(value, "");
        return yaml.text.toString().strip() + "\n";
    }

    private void put(@Nullable Object value, String indent) {
        switch (value) {
            case Map<?, ?> map
            when !map.isEmpty() ->
                map.forEach((name, field) -> {
                    text.append(text.isEmpty() || isAfterDash() ? "" : indent)
                            .append(scalar(name))
                            .append(':');
                    putBelow(field, indent);
                });
            case List<?> items
            when !items.isEmpty() ->
                items.forEach(item -> {
                    text.append(indent).append("- ");
                    put(item, indent + "  ");
                });
            case null, default -> text.append(scalar(value)).append('\n');
        }
    }

    private void putBelow(@Nullable Object value, String indent) {
        boolean isBlock = switch (value) {
            case Map<?, ?> map -> !map.isEmpty();
            case List<?> items -> !items.isEmpty();
            case null, default -> false;
        };
        text.append(isBlock ? "\n" : " ");
        put(value, isBlock ? indent + "  " : "");
    }

    private boolean isAfterDash() {
        return text.length() >= 2 && text.substring(text.length() - 2).equals("- ");
    }

    private static String scalar(@Nullable Object value) {
        if (!(value instanceof String word)) {
            return Json.write(value);
        }
        return PLAIN.matcher(word).matches() && !OTHER_THAN_WORDS.contains(word.toLowerCase(Locale.ROOT))
                ? word
                : Json.write(word);
    }
}
