package net.headscale.cli.output;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Values of the API as tables show them.
public final class Shown {
    private Shown() {}

    /// `YYYY-MM-DD HH:MM:SS` of a time; a dash where there is none (absent, or the first year, as Go writes it).
    public static String time(@Nullable Object value) {
        String text = Json.text(value);
        return text.length() < 19 || text.startsWith("0001-")
                ? "-"
                : text.substring(0, 10) + " " + text.substring(11, 19);
    }

    /// Whether a time is there and lies before `now`.
    public static boolean isPast(@Nullable Object value, Instant now) {
        String text = Json.text(value);
        if (text.isEmpty() || text.startsWith("0001-")) {
            return false;
        }
        try {
            return Instant.parse(text).isBefore(now);
        } catch (DateTimeParseException e) {
            throw Failure.of("the server sent a time that is none: " + e.getParsedString());
        }
    }

    /// The beginning of a key, enough to tell it from others: `[AbCdE]`.
    public static String key(@Nullable Object value) {
        String text = Json.text(value);
        String bare = text.substring(text.indexOf(':') + 1);
        return bare.isEmpty() ? "-" : "[" + bare.substring(0, Math.min(5, bare.length())) + "]";
    }

    /// Words with commas between; a dash where there are none.
    public static String words(@Nullable Object value) {
        List<@Nullable Object> words = Json.list(value);
        return words.isEmpty() ? "-" : words.stream().map(Json::text).collect(Collectors.joining(", "));
    }

    /// A word, or a dash where it is empty.
    public static String word(@Nullable Object value) {
        String text = Json.text(value);
        return text.isEmpty() ? "-" : text;
    }
}
