package net.headscale.policy.text;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads and writes durations as Go does (`time.ParseDuration`): `1h30m`, `-1m0s`.
final class GoDuration {
    private static final Pattern SHAPE = Pattern.compile("([+-]?)((?:[0-9]*+\\.?+[0-9]*+[^0-9.]++)++)");
    private static final Pattern PART = Pattern.compile("([0-9]*\\.?[0-9]*)([^0-9.]+)");
    private static final int LONGEST = 100;

    private static final Map<String, Long> NANOSECONDS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "μs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);

    private GoDuration() {}

    /// @throws InvalidSelector with Go's text
    static Duration parse(String text) {
        if (text.equals("0") || text.equals("+0") || text.equals("-0")) {
            return Duration.ZERO;
        }
        Matcher shape = SHAPE.matcher(text);
        if (text.length() > LONGEST || !shape.matches()) {
            boolean isBare = text.length() <= LONGEST && text.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)");
            throw invalid(isBare ? "missing unit in duration " : "invalid duration ", text);
        }
        BigDecimal nanoseconds = BigDecimal.ZERO;
        Matcher part = PART.matcher(shape.group(2));
        while (part.find()) {
            nanoseconds = nanoseconds.add(part(text, part.group(1), part.group(2)));
        }
        if (nanoseconds.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw invalid("invalid duration ", text);
        }
        long value = nanoseconds.longValue();
        return Duration.ofNanos(shape.group(1).equals("-") ? -value : value);
    }

    private static BigDecimal part(String text, String number, String unit) {
        if (number.isEmpty() || number.equals(".")) {
            throw invalid("invalid duration ", text);
        }
        Long nanoseconds = NANOSECONDS.get(unit);
        if (nanoseconds == null) {
            throw new InvalidSelector(
                    "time: unknown unit \"" + unit + "\" in duration \"" + text + "\"", "units are h, m, s");
        }
        return new BigDecimal(number).multiply(BigDecimal.valueOf(nanoseconds));
    }

    /// `1h0m0s`, as Go prints it.
    static String format(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        Duration size = duration.abs();
        StringBuilder text = new StringBuilder(duration.isNegative() ? "-" : "");
        if (size.compareTo(Duration.ofSeconds(1)) < 0) {
            return text + fraction(size.toNanos());
        }
        if (size.toHours() > 0) {
            text.append(size.toHours()).append('h');
        }
        if (size.toMinutes() > 0) {
            text.append(size.toMinutesPart()).append('m');
        }
        BigDecimal seconds =
                BigDecimal.valueOf(size.minusMinutes(size.toMinutes()).toNanos(), 9);
        return text.append(plain(seconds)).append('s').toString();
    }

    private static String fraction(long nanoseconds) {
        if (nanoseconds < 1_000) {
            return nanoseconds + "ns";
        }
        return nanoseconds < 1_000_000
                ? plain(BigDecimal.valueOf(nanoseconds, 3)) + "µs"
                : plain(BigDecimal.valueOf(nanoseconds, 6)) + "ms";
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static InvalidSelector invalid(String what, String text) {
        return new InvalidSelector("time: " + what + "\"" + text + "\"", "a duration is such as 30m or 12h");
    }
}
