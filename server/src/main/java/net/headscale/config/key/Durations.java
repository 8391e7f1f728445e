package net.headscale.config.key;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lengths of time as operators write them: `30m`, `24h`, `90d`, `1y`, `1h30m`, `1.5h`; `0` is none.
public final class Durations {
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d*)?)(ms|[smhdwy])");
    private static final Map<String, Long> MILLISECONDS = Map.of(
            "ms", 1L,
            "s", 1_000L,
            "m", 60_000L,
            "h", 3_600_000L,
            "d", 86_400_000L,
            "w", 7 * 86_400_000L,
            "y", 365 * 86_400_000L); // as Prometheus counts them

    private static final BigDecimal LONGEST = BigDecimal.valueOf(1_000L * 365 * 86_400_000); // a slip, if longer

    private Durations() {}

    /// Reads a length of time.
    ///
    /// @throws IllegalArgumentException if `text` is none, or is longer than 1,000 years
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher part = PART.matcher(text);
        var sum = BigDecimal.ZERO;
        int end = 0;
        while (end < text.length() && part.find(end) && part.start() == end) {
            long unit = MILLISECONDS.getOrDefault(part.group(2), 0L);
            sum = sum.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
            end = part.end();
        }
        if (text.isEmpty() || end < text.length() || sum.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("expected a length of time such as 30m, 24h or 90d, found " + text);
        }
        return Duration.ofMillis(sum.longValue());
    }

    /// Writes a length of time with the largest units that divide it: `1h30m`, `90d`.
    public static String text(Duration duration) {
        long rest = duration.toMillis();
        var text = new StringBuilder();
        for (String unit : new String[] {"d", "h", "m", "s", "ms"}) {
            long size = MILLISECONDS.getOrDefault(unit, 1L);
            if (rest >= size) {
                text.append(rest / size).append(unit);
                rest %= size;
            }
        }
        return text.isEmpty() ? "0" : text.toString();
    }
}
