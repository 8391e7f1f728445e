package net.headscale.wire.key;

/// A node's discovery public key; new at every start of a client (tailscale `types/key/disco.go`).
///
/// Text form: `discokey:` and 64 hex digits. The 32 bytes are four big-endian longs, so `equals` is right and no array
/// can leak.
public record DiscoKey(long a, long b, long c, long d) {
    /// What the text form starts with.
    public static final String PREFIX = "discokey:";

    /// The absent key: 32 zero bytes, which the protocol prints in full.
    public static final DiscoKey ZERO = new DiscoKey(0, 0, 0, 0);

    /// Reads the text form.
    ///
    /// @throws MalformedKey if `text` lacks the prefix or is not followed by exactly 64 hex digits
    public static DiscoKey parse(String text) {
        return of(KeyText.parse(PREFIX, text));
    }

    /// The key of these 32 bytes.
    ///
    /// @throws MalformedKey if there are not exactly 32
    public static DiscoKey of(byte[] bytes) {
        KeyText.checked(PREFIX, bytes);
        return new DiscoKey(
                KeyText.word(bytes, 0), KeyText.word(bytes, 1), KeyText.word(bytes, 2), KeyText.word(bytes, 3));
    }

    /// A fresh copy of the 32 bytes.
    public byte[] bytes() {
        return KeyText.bytes(a, b, c, d);
    }

    /// Whether this is the absent key.
    public boolean isZero() {
        return (a | b | c | d) == 0;
    }

    /// Every bit the other way: a key that nobody has, always the same of one key.
    public DiscoKey flipped() {
        return new DiscoKey(~a, ~b, ~c, ~d);
    }

    /// The text form, lower-case.
    @Override
    public String toString() {
        return KeyText.format(PREFIX, bytes());
    }
}
