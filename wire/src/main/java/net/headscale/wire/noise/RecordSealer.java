package net.headscale.wire.noise;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/// Seals what one side of a connection sends. Holds the direction's key and counter; the cipher is the caller's.
///
/// The nonce is 4 zero bytes and the counter as 64 bits **big-endian**, which deviates from the Noise specification:
/// tailscale `control/controlbase/conn.go`. Not thread-safe: the connection's event loop owns it.
public final class RecordSealer implements AutoCloseable {
    private final TransportKey key;

    RecordSealer(TransportKey key) {
        this.key = key;
    }

    /// Seals all of `plaintext` into `records`, split at 4,077 bytes. An empty plaintext makes one empty record, which
    /// the other side skips.
    ///
    /// Moves both positions. Two heap buffers are worked on in place; the JDK copies once if either is direct.
    ///
    /// @param records room for at least [Records#sealedLength] bytes; must not overlap `plaintext`
    /// @throws BufferOverflowException if there is less room; nothing was sealed then
    /// @throws IllegalStateException when the nonce is spent, or after `close`; the connection must be closed
    public void seal(RecordCipher cipher, ByteBuffer plaintext, ByteBuffer records) {
        if (records.remaining() < Records.sealedLength(plaintext.remaining())) {
            throw new BufferOverflowException();
        }
        int end = plaintext.limit();
        do {
            plaintext.limit(Math.min(end, plaintext.position() + Records.MOST_PLAINTEXT_BYTES));
            sealOne(cipher, plaintext, records);
            plaintext.limit(end);
        } while (plaintext.hasRemaining());
    }

    private void sealOne(RecordCipher cipher, ByteBuffer plaintext, ByteBuffer records) {
        CipherKey open = key.key();
        long counter = key.nextCounter();
        records.put(Records.TYPE);
        putLength(records, plaintext.remaining() + Records.TAG_BYTES);
        cipher.seal(open, counter, RecordCipher.NOTHING_ASSOCIATED, plaintext, records);
    }

    /// Big-endian whatever the buffer's own order is.
    private static void putLength(ByteBuffer records, int length) {
        records.put((byte) (length >>> Byte.SIZE)).put((byte) length);
    }

    /// Forgets the key.
    @Override
    public void close() {
        key.close();
    }
}
