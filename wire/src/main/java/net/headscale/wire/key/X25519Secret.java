package net.headscale.wire.key;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bouncycastle.math.ec.rfc7748.X25519;

/// The secret half of an X25519 key: of a machine, a node, a DERP server or the control server.
///
/// Text form: `privkey:` and 64 hex digits, the same for all of them (tailscale `types/key/machine.go`, `node.go`).
/// Kept clamped, as the client keeps its own. Thread-safe; after `close` only the public half can be read.
public final class X25519Secret implements AutoCloseable {
    /// What the text form starts with.
    public static final String PREFIX = "privkey:";

    private final byte[] scalar;
    private final byte[] publicBytes;
    private volatile boolean closed;

    private X25519Secret(byte[] scalar, byte[] publicBytes) {
        this.scalar = scalar;
        this.publicBytes = publicBytes;
    }

    /// A new secret.
    ///
    /// @param random a `SecureRandom`, except where a test needs a known secret
    public static X25519Secret generate(RandomGenerator random) {
        byte[] scalar = new byte[KeyText.BYTES];
        random.nextBytes(scalar);
        return owning(scalar);
    }

    /// Reads the text form.
    ///
    /// @throws MalformedKey if `text` lacks the prefix, is not followed by exactly 64 hex digits, or is all zero
    public static X25519Secret parse(String text) {
        return owning(checked(KeyText.parse(PREFIX, text)));
    }

    /// The secret of these 32 bytes, which are copied and clamped.
    ///
    /// @throws MalformedKey if there are not exactly 32, or all are zero (the client's form of "no key")
    public static X25519Secret of(byte[] bytes) {
        return owning(checked(bytes.clone()));
    }

    private static byte[] checked(byte[] bytes) {
        KeyText.checked(PREFIX, bytes);
        if (Arrays.equals(bytes, new byte[KeyText.BYTES])) {
            throw new MalformedKey("expected a secret key, found all zeros");
        }
        return bytes;
    }

    private static X25519Secret owning(byte[] scalar) {
        X25519.clampPrivateKey(scalar);
        byte[] publicBytes = new byte[X25519.POINT_SIZE];
        X25519.generatePublicKey(scalar, 0, publicBytes, 0);
        return new X25519Secret(scalar, publicBytes);
    }

    /// A fresh copy of the 32 bytes of the public half.
    public byte[] publicBytes() {
        return publicBytes.clone();
    }

    /// The 32 bytes that both sides can compute (RFC 7748, 6.1); the caller wipes them.
    ///
    /// @param peer the 32 bytes of the other side's public half
    /// @return empty if the result is all zero, which a `peer` of low order makes it: everybody could know it
    public Optional<byte[]> agree(byte[] peer) {
        requireOpen();
        KeyText.checked("the peer's key", peer);
        return Agreement.fastest().of(scalar, peer);
    }

    /// The text form, for storing; it is the secret itself.
    public String secretText() {
        requireOpen();
        return KeyText.format(PREFIX, scalar);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the secret key is closed");
        }
    }

    /// Forgets the secret.
    @Override
    public void close() {
        closed = true;
        Arrays.fill(scalar, (byte) 0);
    }

    @Override
    public String toString() {
        return "X25519Secret(redacted)";
    }
}
