package net.headscale.wire.derp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import net.headscale.wire.key.X25519Secret;
import org.bouncycastle.crypto.engines.Salsa20Engine;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/// NaCl's `crypto_box`: what one side seals, the other side alone can open, and both know who sealed it.
///
/// Shape: nonce (24 bytes), tag (16 bytes), ciphertext (as long as the plaintext).
///
/// @see <a href="https://nacl.cr.yp.to/box.html">NaCl, crypto_box</a>; <a
/// href="https://cr.yp.to/highspeed/naclcrypto-20090310.pdf">Cryptography in NaCl</a>
final class NaclBox {
    /* The key is HSalsa20 of what both sides share by X25519, with a nonce of zeros; XSalsa20 runs on it with the box's
     * nonce. The first 32 bytes of its stream are the one-time key of Poly1305, which authenticates the ciphertext; the
     * plaintext is encrypted with the bytes behind them. That is why buffers here begin with 32 bytes of nothing. */

    static final int NONCE_BYTES = 24;
    static final int TAG_BYTES = 16;
    static final int OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;

    private static final int KEY_BYTES = 32;
    private static final int ROUNDS = 20;
    private static final int[] SIGMA = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574}; // "expand 32-byte k"

    private NaclBox() {}

    /// A box with `plaintext`, between the owner of `own` and the owner of `peer`.
    ///
    /// @throws IllegalArgumentException if `peer` is a point of low order
    static byte[] seal(X25519Secret own, byte[] peer, byte[] plaintext, RandomGenerator random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] key = key(own, peer).orElseThrow(() -> new IllegalArgumentException("expected a public key"));
        byte[] stream = new byte[KEY_BYTES + plaintext.length];
        System.arraycopy(plaintext, 0, stream, KEY_BYTES, plaintext.length);
        cipher(key, nonce).processBytes(stream, 0, stream.length, stream, 0);
        byte[] box = ByteBuffer.allocate(OVERHEAD_BYTES + plaintext.length)
                .put(nonce)
                .put(tag(stream, stream, KEY_BYTES))
                .put(stream, KEY_BYTES, plaintext.length)
                .array();
        wipe(key, stream);
        return box;
    }

    /// What `box` holds, or empty if it was not sealed between the two. Takes the same time wherever the tag is wrong.
    ///
    /// @param box left as it is
    static Optional<byte[]> open(X25519Secret own, byte[] peer, ByteBuffer box) {
        if (box.remaining() < OVERHEAD_BYTES) {
            return Optional.empty();
        }
        return key(own, peer).flatMap(key -> open(key, box.duplicate()));
    }

    private static Optional<byte[]> open(byte[] key, ByteBuffer box) {
        byte[] nonce = new byte[NONCE_BYTES];
        byte[] tag = new byte[TAG_BYTES];
        box.get(nonce).get(tag);
        byte[] ciphertext = new byte[box.remaining()];
        box.get(ciphertext);
        XSalsa20Engine cipher = cipher(key, nonce);
        byte[] oneTimeKey = new byte[KEY_BYTES];
        cipher.processBytes(oneTimeKey, 0, KEY_BYTES, oneTimeKey, 0);
        boolean genuine = MessageDigest.isEqual(tag, tag(oneTimeKey, ciphertext, 0));
        wipe(key, oneTimeKey);
        if (!genuine) {
            return Optional.empty();
        }
        cipher.processBytes(ciphertext, 0, ciphertext.length, ciphertext, 0);
        return Optional.of(ciphertext);
    }

    private static XSalsa20Engine cipher(byte[] key, byte[] nonce) {
        XSalsa20Engine cipher = new XSalsa20Engine();
        cipher.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
        return cipher;
    }

    /// Poly1305 of `message` from `start` on, with the first 32 bytes of `oneTimeKey`.
    private static byte[] tag(byte[] oneTimeKey, byte[] message, int start) {
        Poly1305 mac = new Poly1305();
        mac.init(new KeyParameter(oneTimeKey, 0, KEY_BYTES));
        mac.update(message, start, message.length - start);
        byte[] tag = new byte[TAG_BYTES];
        mac.doFinal(tag, 0);
        return tag;
    }

    private static Optional<byte[]> key(X25519Secret own, byte[] peer) {
        return own.agree(peer).map(shared -> {
            byte[] key = hsalsa20(shared);
            wipe(shared);
            return key;
        });
    }

    /// HSalsa20 with a nonce of zeros: the Salsa20 core without its last addition, of which 8 of 16 words are kept.
    private static byte[] hsalsa20(byte[] shared) {
        ByteBuffer words = ByteBuffer.wrap(shared).order(ByteOrder.LITTLE_ENDIAN);
        int[] input = new int[16];
        for (int i = 0; i < 4; i++) {
            input[5 * i] = SIGMA[i];
            input[1 + i] = words.getInt(4 * i);
            input[11 + i] = words.getInt(16 + 4 * i);
        }
        int[] mixed = new int[16];
        Salsa20Engine.salsaCore(ROUNDS, input, mixed);
        ByteBuffer key = ByteBuffer.allocate(KEY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i : new int[] {0, 5, 10, 15, 6, 7, 8, 9}) {
            key.putInt(mixed[i] - input[i]); // takes the addition back
        }
        return key.array();
    }

    private static void wipe(byte[]... secrets) {
        for (byte[] secret : secrets) {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
