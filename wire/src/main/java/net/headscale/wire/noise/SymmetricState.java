package net.headscale.wire.noise;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;
import net.headscale.wire.key.X25519Secret;
import org.bouncycastle.crypto.digests.Blake2sDigest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/// What both sides of a handshake derive step by step: a hash of all that was said, a chaining key, and the key that
/// seals the next piece.
///
/// Not thread-safe; lives for one handshake.
///
/// @see <a href="https://noiseprotocol.org/noise.html#the-symmetricstate-object">Noise 5.2</a>; tailscale
/// `control/controlbase/handshake.go`
final class SymmetricState implements AutoCloseable {
    /* Two things differ from a general SymmetricState. Each key is used for exactly one message, so the nonce is always
     * zero and is not kept. And the protocol's name is 33 bytes, one more than a hash, so h starts as its hash and not
     * as the name padded with zeros. */

    static final int HASH_BYTES = 32;

    private static final byte[] PROTOCOL_NAME = "Noise_IK_25519_ChaChaPoly_BLAKE2s".getBytes(US_ASCII);

    /// The handshake hash so far.
    private final byte[] hash;

    private final byte[] chainingKey;
    private final CipherKey key = new CipherKey(new byte[HASH_BYTES]);
    private final RecordCipher cipher = RecordCipher.create();

    private SymmetricState(byte[] hash) {
        this.hash = hash;
        this.chainingKey = hash.clone();
    }

    /// The state before the first message.
    ///
    /// @param version the client's capability version, which the prologue binds to the handshake
    /// @param responder the 32 bytes of the server's public key, which the client knows beforehand
    static SymmetricState of(int version, byte[] responder) {
        SymmetricState state = initial();
        state.mixHash(("Tailscale Control Protocol v" + version).getBytes(US_ASCII));
        state.mixHash(responder);
        return state;
    }

    /// The state of the protocol's name alone.
    static SymmetricState initial() {
        return new SymmetricState(blake2s(PROTOCOL_NAME));
    }

    void mixHash(byte[] said) {
        System.arraycopy(blake2s(hash, said), 0, hash, 0, HASH_BYTES);
    }

    /// Mixes in what `own` and the public key `peer` have in common.
    ///
    /// @throws HandshakeFailed if `peer` is a point of low order
    void mixAgreement(X25519Secret own, byte[] peer) {
        byte[] shared = own.agree(peer)
                .orElseThrow(() -> new HandshakeFailed("expected a public key, found a low-order point"));
        mixKey(shared);
        Arrays.fill(shared, (byte) 0);
    }

    void mixKey(byte[] shared) {
        derive(shared, chainingKey, key.bytes());
    }

    /// `plaintext` sealed with the current key, its tag behind it.
    byte[] sealAndHash(byte[] plaintext) {
        byte[] sealed = new byte[plaintext.length + Records.TAG_BYTES];
        cipher.seal(key, 0, hash, ByteBuffer.wrap(plaintext), ByteBuffer.wrap(sealed));
        mixHash(sealed);
        return sealed;
    }

    /// What `sealed` holds.
    ///
    /// @throws HandshakeFailed if it was not sealed with the current key and hash
    byte[] openAndHash(byte[] sealed) {
        byte[] plaintext = new byte[sealed.length - Records.TAG_BYTES];
        if (!cipher.open(key, 0, hash, ByteBuffer.wrap(sealed), ByteBuffer.wrap(plaintext))) {
            throw new HandshakeFailed("expected a message sealed for this handshake, found another");
        }
        mixHash(sealed);
        return plaintext;
    }

    /// The channel's two keys: of records from the client, and of records from the server. The caller owns them.
    KeyPair split() {
        byte[] fromInitiator = new byte[HASH_BYTES];
        byte[] fromResponder = new byte[HASH_BYTES];
        derive(new byte[0], fromInitiator, fromResponder);
        return new KeyPair(new TransportKey(fromInitiator), new TransportKey(fromResponder));
    }

    record KeyPair(TransportKey fromInitiator, TransportKey fromResponder) {}

    byte[] hash() {
        return hash.clone();
    }

    byte[] chainingKey() {
        return chainingKey.clone();
    }

    byte[] key() {
        return key.getEncoded();
    }

    /// HKDF (RFC 5869) with HMAC-BLAKE2s, the chaining key as salt and no info; `first` may be the chaining key.
    private void derive(byte[] input, byte[] first, byte[] second) {
        byte[] extracted = hmac(chainingKey, input);
        byte[] one = hmac(extracted, new byte[] {1});
        byte[] two = hmac(extracted, one, new byte[] {2});
        System.arraycopy(one, 0, first, 0, HASH_BYTES);
        System.arraycopy(two, 0, second, 0, HASH_BYTES);
        Arrays.fill(extracted, (byte) 0);
        Arrays.fill(one, (byte) 0);
        Arrays.fill(two, (byte) 0);
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        HMac mac = new HMac(new Blake2sDigest(HASH_BYTES * Byte.SIZE));
        mac.init(new KeyParameter(key));
        for (byte[] part : parts) {
            mac.update(part, 0, part.length);
        }
        byte[] code = new byte[HASH_BYTES];
        mac.doFinal(code, 0);
        return code;
    }

    private static byte[] blake2s(byte[]... parts) {
        Blake2sDigest digest = new Blake2sDigest(HASH_BYTES * Byte.SIZE);
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        byte[] hash = new byte[HASH_BYTES];
        digest.doFinal(hash, 0);
        return hash;
    }

    /// Forgets the keys.
    @Override
    public void close() {
        Arrays.fill(chainingKey, (byte) 0);
        key.destroy();
        cipher.close();
    }
}
