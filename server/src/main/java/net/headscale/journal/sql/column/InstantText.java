package net.headscale.journal.sql.column;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/// Instants as the database keeps them: ISO 8601 in UTC, always nine digits of a second, so that texts sort as times do
/// (until the year 10000) and nothing is rounded.
public final class InstantText {
    private static final DateTimeFormatter NINE_DIGITS =
            new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

    private InstantText() {}

    /// The instant as a text, to be read by [Instant#parse].
    public static String write(Instant instant) {
        return NINE_DIGITS.format(instant);
    }
}
