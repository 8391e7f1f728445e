package net.headscale.tailnet;

import java.util.Locale;
import java.util.function.Predicate;

/// The rules for the labels that nodes are found under (RFC 1123): 1 to 63 of `a-z`, `0-9`, `-`, no hyphen at an end.
public final class DnsLabel {
    /// Most characters in a label.
    public static final int MOST_CHARACTERS = 63;

    private static final String NAMELESS = "node";

    private DnsLabel() {}

    /// Whether `text` may be used as it is.
    public static boolean isValid(String text) {
        int length = text.length();
        if (length < 1 || length > MOST_CHARACTERS || text.charAt(0) == '-' || text.charAt(length - 1) == '-') {
            return false;
        }
        return text.chars().allMatch(c -> isLabelCharacter((char) c));
    }

    /// A label made of a host name: lower-case, what precedes the first dot, apostrophes dropped, every other run of
    /// unsafe characters one hyphen. `Joe's Mac mini` becomes `joes-mac-mini`; nothing safe left becomes `node`.
    public static String from(String hostname) {
        String lower = hostname.toLowerCase(Locale.ROOT);
        int dot = lower.indexOf('.');
        String first = dot > 0 ? lower.substring(0, dot) : lower;
        StringBuilder label = new StringBuilder();
        for (int i = 0; i < first.length() && label.length() < MOST_CHARACTERS; i++) {
            append(label, first.charAt(i));
        }
        String trimmed = trimHyphens(label.toString());
        return trimmed.isEmpty() ? NAMELESS : trimmed;
    }

    /// `wanted`, or the first of `wanted-1`, `wanted-2` … that is not taken.
    ///
    /// @param wanted a valid label
    /// @param isTaken whether another node has a label
    public static String unique(String wanted, Predicate<String> isTaken) {
        if (!isTaken.test(wanted)) {
            return wanted;
        }
        for (int n = 1; ; n++) {
            String suffix = "-" + n;
            int room = MOST_CHARACTERS - suffix.length();
            String candidate = trimHyphens(wanted.substring(0, Math.min(wanted.length(), room))) + suffix;
            if (!isTaken.test(candidate)) {
                return candidate;
            }
        }
    }

    private static void append(StringBuilder label, char c) {
        if (isLabelCharacter(c) && c != '-') {
            label.append(c);
        } else if (c != '\'' && c != '\u2019' && !label.isEmpty() && label.charAt(label.length() - 1) != '-') {
            label.append('-');
        }
    }

    private static String trimHyphens(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) == '-') {
            start++;
        }
        while (end > start && text.charAt(end - 1) == '-') {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isLabelCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }
}
