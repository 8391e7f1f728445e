package net.headscale.wire.noise;

import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.X25519Secret;

/// The control server's own secret key. Every client pins its public half at first contact, so it must outlive
/// everything else that the server stores.
///
/// Text form: `privkey:` and 64 hex digits. Thread-safe; unusable after `close`.
public final class ControlKey implements AutoCloseable {
    private static final int KEY_BYTES = 32;

    private final X25519Secret secret;
    private final MachineKey publicKey;

    private ControlKey(X25519Secret secret) {
        this.secret = secret;
        this.publicKey = MachineKey.of(secret.publicBytes());
    }

    /// A new key.
    ///
    /// @param random a `SecureRandom`, except where a test needs a known key
    public static ControlKey generate(RandomGenerator random) {
        return new ControlKey(X25519Secret.generate(random));
    }

    /// Reads the text form, or what `wg genkey` prints: the 32 bytes in base64. White space around either is dropped,
    /// since both come from files that end in a newline.
    ///
    /// @throws MalformedKey if `text` is neither; its message repeats nothing of `text`
    public static ControlKey parse(String text) {
        String stripped = text.strip();
        return new ControlKey(
                stripped.startsWith(X25519Secret.PREFIX) ? X25519Secret.parse(stripped) : ofBase64(stripped));
    }

    private static X25519Secret ofBase64(String text) {
        byte[] bytes = decoded(text);
        try {
            return X25519Secret.of(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return new byte[KEY_BYTES + 1]; // refused by X25519Secret.of in its own words, which repeat no input
        }
    }

    /// The public half, which `/key` tells.
    public MachineKey publicKey() {
        return publicKey;
    }

    /// The text form, for storing; it is the secret itself.
    public String secretText() {
        return secret.secretText();
    }

    X25519Secret secret() {
        return secret;
    }

    /// Forgets the secret.
    @Override
    public void close() {
        secret.close();
    }

    @Override
    public String toString() {
        return "ControlKey(redacted)";
    }
}
