package net.headscale.credential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What is kept of a key's secret: `sha256:` and lower-case hex.
///
/// The secret has 256 random bits, so its plain SHA-256 is kept: a slow hash protects only what can be guessed. The
/// schemes of an imported headscale are understood too ([SlowHash]); whoever sees a key of these fit keeps it in ours
/// from then on.
final class KeyHash {
    private static final String SCHEME = "sha256:";

    private KeyHash() {}

    static String of(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
            return SCHEME + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("expected SHA-256 in this JVM, found none", e);
        }
    }

    static boolean isKnown(String hash) {
        return hash.matches(SCHEME + "[0-9a-f]{64}") || SlowHash.isKnown(hash);
    }

    static boolean fits(String secret, String hash) {
        return hash.startsWith(SCHEME)
                ? MessageDigest.isEqual(
                        of(secret).getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII))
                : SlowHash.fits(secret, hash);
    }
}
