package net.headscale.wire.key;

/// A node's public key for tailnet lock (tailscale `types/key/nl.go`).
///
/// Text form: `nlpub:` and 64 hex digits. The 32 bytes are four big-endian longs, so `equals` is right and no array can
/// leak.
public record NetworkLockKey(long a, long b, long c, long d) {
    /// What the text form starts with.
    public static final String PREFIX = "nlpub:";

    /// The absent key: 32 zero bytes, which the protocol prints in full.
    public static final NetworkLockKey ZERO = new NetworkLockKey(0, 0, 0, 0);

    /// Reads the text form.
    ///
    /// @throws MalformedKey if `text` lacks the prefix or is not followed by exactly 64 hex digits
    public static NetworkLockKey parse(String text) {
        return of(KeyText.parse(PREFIX, text));
    }

    /// The key of these 32 bytes.
    ///
    /// @throws MalformedKey if there are not exactly 32
    public static NetworkLockKey of(byte[] bytes) {
        KeyText.checked(PREFIX, bytes);
        return new NetworkLockKey(
                KeyText.word(bytes, 0), KeyText.word(bytes, 1), KeyText.word(bytes, 2), KeyText.word(bytes, 3));
    }

    /// Reads the text form in either of its spellings: `nlpub:` (protocol) or `tlpub:` (command line).
    ///
    /// @throws MalformedKey if `text` is neither
    public static NetworkLockKey parseLenient(String text) {
        return text.startsWith("tlpub:") ? of(KeyText.parse("tlpub:", text)) : parse(text);
    }

    /// A fresh copy of the 32 bytes.
    public byte[] bytes() {
        return KeyText.bytes(a, b, c, d);
    }

    /// Whether this is the absent key.
    public boolean isZero() {
        return (a | b | c | d) == 0;
    }

    /// The text form, lower-case.
    @Override
    public String toString() {
        return KeyText.format(PREFIX, bytes());
    }
}
