package net.headscale.wire.key;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/// The text and byte forms that all 32-byte keys share: a prefix and 64 hex digits; four big-endian longs.
final class KeyText {
    /// Bytes in every key of this package.
    static final int BYTES = 32;

    private static final int HEX_DIGITS = 2 * BYTES;
    private static final HexFormat HEX = HexFormat.of();
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private KeyText() {}

    /// The 32 bytes behind `prefix`.
    ///
    /// @throws MalformedKey if `text` lacks the prefix or is not followed by exactly 64 hex digits
    static byte[] parse(String prefix, String text) {
        if (!text.startsWith(prefix)) {
            throw new MalformedKey("expected a key that starts with " + prefix);
        }
        return hex(prefix, text.substring(prefix.length()));
    }

    /// The 32 bytes of 64 hex digits; `kind` names the key in the error.
    static byte[] hex(String kind, String digits) {
        if (digits.length() != HEX_DIGITS) {
            throw new MalformedKey("expected 64 hex digits after " + kind + ", found " + digits.length());
        }
        try {
            return HEX.parseHex(digits);
        } catch (IllegalArgumentException notHex) {
            throw new MalformedKey("expected 64 hex digits after " + kind + ", found another character");
        }
    }

    static String format(String prefix, byte[] bytes) {
        return prefix + HEX.formatHex(bytes);
    }

    static byte[] checked(String prefix, byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new MalformedKey("expected 32 bytes for " + prefix + ", found " + bytes.length);
        }
        return bytes;
    }

    static long word(byte[] bytes, int index) {
        return (long) LONG.get(bytes, index * Long.BYTES);
    }

    static byte[] bytes(long a, long b, long c, long d) {
        byte[] bytes = new byte[BYTES];
        LONG.set(bytes, 0, a);
        LONG.set(bytes, 8, b);
        LONG.set(bytes, 16, c);
        LONG.set(bytes, 24, d);
        return bytes;
    }
}
