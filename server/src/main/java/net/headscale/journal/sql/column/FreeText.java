package net.headscale.journal.sql.column;

/// Texts that a client or an identity provider chose, as the database keeps them.
///
/// A Java string may hold what no UTF-8 column can: NUL (PostgreSQL refuses it) and surrogates without their other
/// half. These become a backslash, `u` and four hex digits, and a backslash becomes two, so that every string comes
/// back as it was.
public final class FreeText {
    private static final int ESCAPE = 6; // characters in a backslash, u and four digits

    private FreeText() {}

    /// The text as it is stored.
    public static String write(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isEscaped(text, i)) {
                return escaped(text);
            }
        }
        return text;
    }

    /// The text that was stored.
    public static String read(String stored) {
        int backslash = stored.indexOf('\\');
        if (backslash < 0) {
            return stored;
        }
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < stored.length()) {
            if (stored.charAt(i) != '\\') {
                text.append(stored.charAt(i++));
            } else if (stored.charAt(i + 1) == '\\') {
                text.append('\\');
                i += 2;
            } else {
                text.append((char) Integer.parseInt(stored, i + 2, i + ESCAPE, 16));
                i += ESCAPE;
            }
        }
        return text.toString();
    }

    private static String escaped(String text) {
        StringBuilder stored = new StringBuilder(text.length() + ESCAPE);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isEscaped(text, i)) {
                stored.append(c);
            } else if (c == '\\') {
                stored.append("\\\\");
            } else {
                stored.append("\\" + String.format("u%04x", (int) c));
            }
        }
        return stored.toString();
    }

    private static boolean isEscaped(String text, int i) {
        char c = text.charAt(i);
        return c == '\\' || c == 0 || (Character.isSurrogate(c) && !isHalfOfAPair(text, i));
    }

    private static boolean isHalfOfAPair(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
