package net.headscale.wire.derp;

import java.security.MessageDigest;
import java.util.HexFormat;

/// The secret that relays of a mesh share, by which they know each other (tailscale `types/key/derp.go`).
///
/// Text form: 64 hex digits without a prefix.
public final class MeshKey {
    private static final int HEX_DIGITS = 64;

    private final byte[] bytes;

    private MeshKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Reads the text form.
    ///
    /// @throws IllegalArgumentException if it is not 64 hex digits; its message repeats nothing of `text`
    public static MeshKey parse(String text) {
        if (text.length() != HEX_DIGITS || !text.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException("expected a mesh key of 64 hex digits");
        }
        return new MeshKey(HexFormat.of().parseHex(text));
    }

    /// The text form; it is the secret itself.
    String secretText() {
        return HexFormat.of().formatHex(bytes);
    }

    /// Whether both are the same key, told in constant time.
    @Override
    public boolean equals(Object other) {
        return other instanceof MeshKey that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return MeshKey.class.hashCode(); // never of the secret
    }

    @Override
    public String toString() {
        return "MeshKey(redacted)";
    }
}
