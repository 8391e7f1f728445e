package net.headscale.wire.noise;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

/// The JDK's ChaCha20-Poly1305, to be shared by all connections of one thread: keys and counters live in
/// [RecordSealer] and [RecordOpener], so that a connection costs no cipher.
///
/// Not thread-safe: make one for each event loop. It holds a copy of the key last used until the next use or `close`.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc8439">RFC 8439</a>
public final class RecordCipher implements AutoCloseable {
    static final byte[] NOTHING_ASSOCIATED = new byte[0];

    private static final int NONCE_BYTES = 12;
    private static final int COUNTER_OFFSET = 4;

    private final Cipher cipher;
    private final ByteBuffer nonce = ByteBuffer.allocate(NONCE_BYTES);

    private RecordCipher(Cipher cipher) {
        this.cipher = cipher;
    }

    /// A cipher for the calling thread.
    public static RecordCipher create() {
        try {
            return new RecordCipher(Cipher.getInstance("ChaCha20-Poly1305"));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("expected a JDK with ChaCha20-Poly1305", absent);
        }
    }

    /// Seals `plaintext` into `sealed`, the 16-byte tag last; moves both positions. They may share an array if `sealed`
    /// starts no later than `plaintext`.
    void seal(CipherKey key, long counter, byte[] associated, ByteBuffer plaintext, ByteBuffer sealed) {
        try {
            prepare(Cipher.ENCRYPT_MODE, key, counter, associated);
            cipher.doFinal(plaintext, sealed);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("expected to seal record " + Long.toUnsignedString(counter), broken);
        }
    }

    /// Opens `sealed` into `plaintext`; moves both positions.
    ///
    /// @return whether the tag was right; if not, nothing was written
    boolean open(CipherKey key, long counter, byte[] associated, ByteBuffer sealed, ByteBuffer plaintext) {
        try {
            prepare(Cipher.DECRYPT_MODE, key, counter, associated);
            cipher.doFinal(sealed, plaintext);
            return true;
        } catch (AEADBadTagException forged) {
            return false;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("expected to open record " + Long.toUnsignedString(counter), broken);
        }
    }

    private void prepare(int mode, Key key, long counter, byte[] associated) throws GeneralSecurityException {
        nonce.putLong(COUNTER_OFFSET, counter); // big-endian, where Noise says little-endian (controlbase/conn.go)
        cipher.init(mode, key, new IvParameterSpec(nonce.array()));
        cipher.updateAAD(associated);
    }

    /// Forgets the key last used.
    @Override
    public void close() {
        try {
            prepare(Cipher.DECRYPT_MODE, new CipherKey(new byte[CipherKey.BYTES]), 0, NOTHING_ASSOCIATED);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("expected to replace the last key", broken);
        }
    }
}
