package net.headscale.wire.noise;

/// The shape of a record: type `0x04` (1 byte), length of the ciphertext (2 bytes, big-endian), ciphertext (the last 16
/// bytes are the tag). Record boundaries mean nothing to what is above.
///
/// @see <a href="https://noiseprotocol.org/noise.html#message-format">Noise 3</a>; tailscale
/// `control/controlbase/conn.go`
public final class Records {
    /// Bytes before the ciphertext.
    public static final int HEADER_BYTES = 3;

    /// Bytes of the tag at the end of the ciphertext.
    public static final int TAG_BYTES = 16;

    /// The longest record, header included; a client drops the connection over a longer one.
    public static final int MOST_RECORD_BYTES = 4096;

    /// The most that one record can carry: 4,077.
    public static final int MOST_PLAINTEXT_BYTES = MOST_RECORD_BYTES - HEADER_BYTES - TAG_BYTES;

    static final byte TYPE = 0x04;
    static final int OVERHEAD_BYTES = HEADER_BYTES + TAG_BYTES;
    static final int MOST_SEALED_BYTES = MOST_RECORD_BYTES - HEADER_BYTES;

    private Records() {}

    /// The bytes that this much plaintext takes as records, headers and tags included. Nothing is one empty record.
    public static int sealedLength(int plaintextLength) {
        int records = Math.max(1, Math.ceilDiv(plaintextLength, MOST_PLAINTEXT_BYTES));
        return Math.addExact(plaintextLength, Math.multiplyExact(records, OVERHEAD_BYTES));
    }
}
