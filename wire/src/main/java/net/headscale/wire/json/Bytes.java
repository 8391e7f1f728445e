package net.headscale.wire.json;

import java.util.Arrays;
import java.util.Base64;

/// An immutable run of bytes, such as a signature; padded standard base64 in JSON, as Go's `[]byte`.
public final class Bytes {
    private static final Bytes NONE = new Bytes(new byte[0]);

    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A copy of `bytes`.
    public static Bytes of(byte... bytes) {
        return bytes.length == 0 ? NONE : new Bytes(bytes.clone());
    }

    /// No bytes: Go's nil and empty slices alike.
    public static Bytes none() {
        return NONE;
    }

    /// Reads standard base64.
    ///
    /// @throws IllegalArgumentException if it is not
    public static Bytes parse(String base64) {
        return base64.isEmpty() ? NONE : new Bytes(Base64.getDecoder().decode(base64));
    }

    /// A fresh copy.
    public byte[] toArray() {
        return bytes.clone();
    }

    /// How many bytes.
    public int size() {
        return bytes.length;
    }

    /// Whether there are none.
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /// Standard base64 with padding.
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// The number of bytes only: they may be a secret.
    @Override
    public String toString() {
        return "Bytes[" + bytes.length + "]";
    }
}
