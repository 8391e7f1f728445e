package net.headscale.wire.noise;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/// Opens what one side of a connection receives. Holds the direction's key and counter; the cipher is the caller's.
///
/// Not thread-safe: the connection's event loop owns it. After a [MalformedRecord] it stays closed.
public final class RecordOpener implements AutoCloseable {
    private final TransportKey key;

    RecordOpener(TransportKey key) {
        this.key = key;
    }

    /// Opens the next record into `plaintext`, if `received` holds all of it; an empty record adds nothing.
    ///
    /// Moves both positions. Two heap buffers are worked on in place, and may then be views of one array if
    /// `plaintext` starts no later than `received`; the JDK copies once if either is direct.
    ///
    /// @param received what has come so far; more than 4,096 bytes are never needed
    /// @param plaintext room for [Records#MOST_PLAINTEXT_BYTES], or for all of `received`
    /// @return whether a record was opened; if not, more must be received first and neither position has moved
    /// @throws MalformedRecord if the next bytes are not the next record; the connection must be closed
    /// @throws BufferOverflowException if `plaintext` has no room for the record; nothing was opened then
    /// @throws IllegalStateException when the nonce is spent, or after `close`; the connection must be closed
    public boolean open(RecordCipher cipher, ByteBuffer received, ByteBuffer plaintext) {
        if (received.remaining() < Records.HEADER_BYTES) {
            return false;
        }
        int sealedBytes = sealedLength(received);
        if (received.remaining() < Records.HEADER_BYTES + sealedBytes) {
            return false;
        }
        if (plaintext.remaining() < sealedBytes - Records.TAG_BYTES) {
            throw new BufferOverflowException();
        }
        received.position(received.position() + Records.HEADER_BYTES);
        openOne(cipher, received, sealedBytes, plaintext);
        return true;
    }

    private int sealedLength(ByteBuffer received) {
        int start = received.position();
        int type = Byte.toUnsignedInt(received.get(start));
        int length =
                Byte.toUnsignedInt(received.get(start + 1)) << Byte.SIZE | Byte.toUnsignedInt(received.get(start + 2));
        if (type != Records.TYPE) {
            throw fatal("expected a record of type 4, found type " + type);
        }
        if (length < Records.TAG_BYTES || length > Records.MOST_SEALED_BYTES) {
            throw fatal("expected 16 to 4,093 sealed bytes in a record, found " + length);
        }
        return length;
    }

    private void openOne(RecordCipher cipher, ByteBuffer received, int sealedBytes, ByteBuffer plaintext) {
        CipherKey open = key.key();
        long counter = key.nextCounter();
        int end = received.limit();
        received.limit(received.position() + sealedBytes);
        if (!cipher.open(open, counter, RecordCipher.NOTHING_ASSOCIATED, received, plaintext)) {
            throw fatal("expected record " + Long.toUnsignedString(counter) + " of this channel, found another");
        }
        received.limit(end);
    }

    private MalformedRecord fatal(String message) {
        close();
        return new MalformedRecord(message);
    }

    /// Forgets the key.
    @Override
    public void close() {
        key.close();
    }
}
