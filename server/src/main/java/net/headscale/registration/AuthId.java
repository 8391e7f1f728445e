package net.headscale.registration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// The secret in the URL that a person opens to let a node in: `hskey-authreq-` and 32 hex digits. Only its
/// hash is kept.
final class AuthId {
    private static final String PREFIX = "hskey-authreq-";
    private static final int BYTES = 16; // 128 bits
    private static final int MOST_CHARACTERS = 64;

    private AuthId() {}

    /// A new one.
    ///
    /// @param random a `SecureRandom`, except in tests
    static String generate(RandomGenerator random) {
        byte[] raw = new byte[BYTES];
        random.nextBytes(raw);
        return PREFIX + HexFormat.of().formatHex(raw);
    }

    /// Whether a text has the form of one.
    static boolean isValid(String text) {
        return text.startsWith(PREFIX) && text.length() <= MOST_CHARACTERS;
    }

    /// What is kept: its SHA-256 with the scheme's name.
    static String hash(String authId) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(authId.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }
}
