package net.headscale.wire.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// Times as Go's `time.Time` reads and writes them in JSON: RFC 3339, at most nine fraction digits, trailing zeros cut.
///
/// Go's zero time, `0001-01-01T00:00:00Z`, means *absent* and is `null` here.
public final class Rfc3339 {
    /// Go's zero time.
    public static final Instant ZERO = Instant.parse("0001-01-01T00:00:00Z");

    /// The last time that has a text form; later ones are printed as this one.
    public static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final int SECONDS_END = "2006-01-02T15:04:05".length();

    private Rfc3339() {}

    /// The text form in UTC; `null` is the zero time. Times beyond the years 0 to 9999 are moved to the nearest that
    /// has a text form, because a client that meets a five-digit year drops the whole message.
    public static String format(@Nullable Instant time) {
        Instant printed = time == null ? ZERO : time.isAfter(LAST) ? LAST : time.isBefore(FIRST) ? FIRST : time;
        LocalDateTime at = LocalDateTime.ofEpochSecond(printed.getEpochSecond(), printed.getNano(), ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(30);
        digits(text, at.getYear(), 4).append('-');
        digits(text, at.getMonthValue(), 2).append('-');
        digits(text, at.getDayOfMonth(), 2).append('T');
        digits(text, at.getHour(), 2).append(':');
        digits(text, at.getMinute(), 2).append(':');
        digits(text, at.getSecond(), 2);
        return fraction(text, at.getNano()).append('Z').toString();
    }

    private static StringBuilder digits(StringBuilder text, int value, int width) {
        String digits = Integer.toString(value);
        return text.repeat('0', width - digits.length()).append(digits);
    }

    private static StringBuilder fraction(StringBuilder text, int nano) {
        if (nano == 0) {
            return text;
        }
        digits(text.append('.'), nano, 9);
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        text.setLength(end);
        return text;
    }

    /// Reads any offset; digits after the ninth of a fraction are cut, as Go does.
    ///
    /// @return `null` for the zero time
    /// @throws IllegalArgumentException if it is not RFC 3339 as Go reads it, or not within the years 0 to 9999
    public static @Nullable Instant parse(String text) {
        require(text.length() > SECONDS_END);
        require(text.charAt(4) == '-' && text.charAt(7) == '-' && text.charAt(10) == 'T');
        require(text.charAt(13) == ':' && text.charAt(16) == ':');
        int zone = endOfFraction(text);
        try {
            Instant time = LocalDateTime.of(
                            number(text, 0, 4),
                            number(text, 5, 7),
                            number(text, 8, 10),
                            number(text, 11, 13),
                            number(text, 14, 16),
                            number(text, 17, SECONDS_END),
                            nanos(text, zone))
                    .toInstant(ZoneOffset.ofTotalSeconds(offsetSeconds(text, zone)));
            require(!time.isBefore(FIRST) && !time.isAfter(LAST));
            return time.equals(ZERO) ? null : time;
        } catch (DateTimeException outOfRange) {
            throw malformed();
        }
    }

    private static int endOfFraction(String text) {
        if (text.charAt(SECONDS_END) != '.') {
            return SECONDS_END;
        }
        int end = SECONDS_END + 1;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        require(end > SECONDS_END + 1 && end < text.length());
        return end;
    }

    private static int nanos(String text, int end) {
        int nanos = 0;
        for (int i = 1; i <= 9; i++) {
            int at = SECONDS_END + i;
            nanos = nanos * 10 + (at < end ? text.charAt(at) - '0' : 0);
        }
        return nanos;
    }

    private static int offsetSeconds(String text, int start) {
        if (text.charAt(start) == 'Z') {
            require(text.length() == start + 1);
            return 0;
        }
        char sign = text.charAt(start);
        require(text.length() == start + 6 && (sign == '+' || sign == '-') && text.charAt(start + 3) == ':');
        int hours = number(text, start + 1, start + 3);
        int minutes = number(text, start + 4, start + 6);
        require(hours < 24 && minutes < 60);
        int seconds = hours * 3600 + minutes * 60;
        return sign == '-' ? -seconds : seconds;
    }

    private static int number(String text, int start, int end) {
        int value = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            require(c >= '0' && c <= '9');
            value = value * 10 + (c - '0');
        }
        return value;
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw malformed();
        }
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("expected an RFC 3339 time");
    }
}
