package net.headscale.cli.output;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a tree of JSON on several lines, two blanks deeper for each level.
final class PrettyJson {
    private final StringBuilder text = new StringBuilder();

    private PrettyJson() {}

    static String write(@Nullable Object value) {
        var json = new PrettyJson();
        json.put(value, "\n");
        return json.text.toString();
    }

    private void put(@Nullable Object value, String line) {
        switch (value) {
            case Map<?, ?> map
            when !map.isEmpty() -> {
                text.append('{');
                putFields(map, line);
                text.append(line).append('}');
            }
            case Iterable<?> items
            when items.iterator().hasNext() -> {
                text.append('[');
                putItems(items, line);
                text.append(line).append(']');
            }
            case null, default -> text.append(Json.write(value));
        }
    }

    private void putFields(Map<?, ?> map, String line) {
        for (Iterator<? extends Map.Entry<?, ?>> fields = map.entrySet().iterator(); fields.hasNext(); ) {
            Map.Entry<?, ?> field = fields.next();
            text.append(line).append("  ").append(Json.write(field.getKey())).append(": ");
            put(field.getValue(), line + "  ");
            text.append(fields.hasNext() ? "," : "");
        }
    }

    private void putItems(Iterable<?> items, String line) {
        for (Iterator<?> each = items.iterator(); each.hasNext(); ) {
            Object item = each.next();
            text.append(line).append("  ");
            put(item, line + "  ");
            text.append(each.hasNext() ? "," : "");
        }
    }
}
