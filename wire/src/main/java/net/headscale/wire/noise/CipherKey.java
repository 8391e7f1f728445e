package net.headscale.wire.noise;

import java.util.Arrays;
import javax.crypto.SecretKey;

/// 32 bytes as the JDK's cipher wants them. Unlike `SecretKeySpec` it keeps no copy of its own and can be wiped.
final class CipherKey implements SecretKey {
    private static final long serialVersionUID = 1;

    static final int BYTES = 32;

    private final transient byte[] bytes;

    /// @param bytes kept, not copied
    CipherKey(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("expected a key of 32 bytes, found " + bytes.length);
        }
        this.bytes = bytes;
    }

    /// The bytes themselves.
    byte[] bytes() {
        return bytes;
    }

    @Override
    public String getAlgorithm() {
        return "ChaCha20-Poly1305";
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    /// A copy: the JDK's cipher keeps it as its own and wipes it when the next key comes.
    @Override
    public byte[] getEncoded() {
        return bytes.clone();
    }

    @Override
    public void destroy() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "CipherKey(redacted)";
    }
}
