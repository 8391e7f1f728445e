package net.headscale.wire.key;

/// A machine's Noise public key, proven in every handshake and kept for the life of an installation; the server's own
/// public key has this form too (tailscale `types/key/machine.go`).
///
/// Text form: `mkey:` and 64 hex digits. The 32 bytes are four big-endian longs, so `equals` is right and no array can
/// leak.
public record MachineKey(long a, long b, long c, long d) {
    /// What the text form starts with.
    public static final String PREFIX = "mkey:";

    /// The absent key: 32 zero bytes, which the protocol prints in full.
    public static final MachineKey ZERO = new MachineKey(0, 0, 0, 0);

    /// Reads the text form.
    ///
    /// @throws MalformedKey if `text` lacks the prefix or is not followed by exactly 64 hex digits
    public static MachineKey parse(String text) {
        return of(KeyText.parse(PREFIX, text));
    }

    /// The key of these 32 bytes.
    ///
    /// @throws MalformedKey if there are not exactly 32
    public static MachineKey of(byte[] bytes) {
        KeyText.checked(PREFIX, bytes);
        return new MachineKey(
                KeyText.word(bytes, 0), KeyText.word(bytes, 1), KeyText.word(bytes, 2), KeyText.word(bytes, 3));
    }

    /// Reads the text form, or the bare 64 hex digits that the command line takes as well.
    ///
    /// @throws MalformedKey if `text` is neither
    public static MachineKey parseLenient(String text) {
        return text.startsWith(PREFIX) ? parse(text) : of(KeyText.hex(PREFIX, text));
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
