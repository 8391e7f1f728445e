package net.headscale.registration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import net.headscale.tailnet.PreauthKey;

/// The texts of secrets that people carry around: `hskey-auth-` + 12 hex digits + `-` + 64 hex digits for
/// pre-auth keys,
/// `hskey-authreq-` + 32 hex digits for auth ids. Only hashes are kept.
public final class KeyText {
    private static final String PREAUTH = "hskey-auth-";
    private static final String AUTH_ID = "hskey-authreq-";
    private static final int PREFIX_BYTES = 6;
    private static final int SECRET_BYTES = 32;
    private static final int AUTH_ID_BYTES = 16; // 128 bits
    private static final String SCHEME = "sha256:";

    private KeyText() {}

    /// A new pre-auth key: its whole text, shown once, and what is kept.
    public record Generated(String text, PreauthKey.Secret secret) {
        @Override
        public String toString() {
            return "Generated(redacted)";
        }
    }

    /// Makes a pre-auth key.
    ///
    /// @param random a `SecureRandom`, except in tests
    public static Generated generatePreauthKey(RandomGenerator random) {
        String prefix = hex(random, PREFIX_BYTES);
        String secret = hex(random, SECRET_BYTES);
        return new Generated(PREAUTH + prefix + "-" + secret, new PreauthKey.Secret(prefix, hash(secret)));
    }

    /// Makes an auth id.
    public static String generateAuthId(RandomGenerator random) {
        return AUTH_ID + hex(random, AUTH_ID_BYTES);
    }

    /// Whether a text has the form of an auth id.
    public static boolean isAuthId(String text) {
        return text.startsWith(AUTH_ID) && text.length() <= 64;
    }

    /// The parts of a pre-auth key's text; empty for what is none.
    static Optional<Parts> parse(String text) {
        if (!text.startsWith(PREAUTH) || text.length() != PREAUTH.length() + 2 * (PREFIX_BYTES + SECRET_BYTES) + 1) {
            return Optional.empty();
        }
        int dash = PREAUTH.length() + 2 * PREFIX_BYTES;
        return text.charAt(dash) == '-'
                ? Optional.of(new Parts(text.substring(PREAUTH.length(), dash), text.substring(dash + 1)))
                : Optional.empty();
    }

    /// The public and the secret part of a pre-auth key.
    record Parts(String prefix, String secret) {
        /// Whether this is the key that `kept` was kept of; takes the same time for every wrong one.
        boolean matches(PreauthKey.Secret kept) {
            return MessageDigest.isEqual(
                    hash(secret).getBytes(StandardCharsets.US_ASCII),
                    kept.hash().getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public String toString() {
            return "Parts(" + prefix + ", redacted)";
        }
    }

    /// What is kept of a secret: its SHA-256 with the scheme's name.
    public static String hash(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return SCHEME + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }

    private static String hex(RandomGenerator random, int bytes) {
        byte[] raw = new byte[bytes];
        random.nextBytes(raw);
        return HexFormat.of().formatHex(raw);
    }
}
