package net.headscale.journal.sql.column;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;

/// Short lists as the database keeps them: a JSON array of texts.
public final class ListText {
    private static final String NOTHING = "[]";

    private ListText() {}

    /// The items as one text, each by its `toString`.
    public static String write(Collection<?> items) {
        if (items.isEmpty()) {
            return NOTHING;
        }
        List<String> texts = items.stream().map(Object::toString).toList();
        return JsonWriter.text(out -> out.list(texts, JsonWriter::value));
    }

    /// The items of a stored text.
    ///
    /// @param parse makes an item of its text
    public static <T> List<T> read(String text, Function<String, T> parse) {
        return text.equals(NOTHING)
                ? List.of()
                : JsonReader.read(
                        text.getBytes(StandardCharsets.UTF_8), in -> in.list(item -> parse.apply(item.string())));
    }
}
