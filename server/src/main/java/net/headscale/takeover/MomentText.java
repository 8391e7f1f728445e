package net.headscale.takeover;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Times as the databases of headscale hold them: `2026-01-02 15:04:05.123456789+00:00`, with `T` or a blank, with
/// `Z`, `+00`, `+0000 UTC` or nothing, which is UTC.
final class MomentText {
    private static final Pattern SHAPE = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2})[T ](\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?) ?(Z|[+-]\\d{2}(?::?\\d{2})?)?(?: .*)?");

    private MomentText() {}

    /// Nothing for the year 1, which is Go's way to say never, and for what is no time.
    static Optional<Instant> parse(String text) {
        Matcher matcher = SHAPE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a time, found " + text);
        }
        String zone = matcher.group(3) == null ? "Z" : matcher.group(3);
        try {
            Instant moment = LocalDateTime.parse(matcher.group(1) + "T" + matcher.group(2))
                    .toInstant(ZoneOffset.of(zone));
            return moment.isAfter(Instant.EPOCH) ? Optional.of(moment) : Optional.empty();
        } catch (DateTimeException impossible) {
            throw new IllegalArgumentException("expected a time, found " + text, impossible);
        }
    }
}
