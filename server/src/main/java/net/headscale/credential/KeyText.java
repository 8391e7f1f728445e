package net.headscale.credential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of a key as it is shown once: `hskey-auth-` or `hskey-api-`, a prefix of 12 hex digits, a secret of 64.
///
/// The secret has 256 random bits, so its plain SHA-256 is kept: a slow hash protects only what can be guessed.
public final class KeyText {
    private static final Pattern SHAPE = Pattern.compile("hskey-(auth|api)-([0-9a-f]{12})-([0-9a-f]{64})");
    private static final int PREFIX_BYTES = 6;
    private static final int SECRET_BYTES = 32;

    private final Kind kind;
    private final String prefix;
    private final String secret;

    private KeyText(Kind kind, String prefix, String secret) {
        this.kind = kind;
        this.prefix = prefix;
        this.secret = secret;
    }

    /// What a key opens.
    public enum Kind {
        /// A tailnet, for nodes.
        AUTH("auth"),
        /// The API.
        API("api");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /// What lists show of a key: everything but its secret.
        public String masked(String prefix) {
            return "hskey-" + word + "-" + prefix + "-***";
        }
    }

    /// A new key.
    ///
    /// @param random must be unpredictable
    public static KeyText generate(Kind kind, RandomGenerator random) {
        byte[] prefix = new byte[PREFIX_BYTES];
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(prefix);
        random.nextBytes(secret);
        return new KeyText(
                kind, HexFormat.of().formatHex(prefix), HexFormat.of().formatHex(secret));
    }

    /// The key that somebody shows; nothing if the text is none of this kind.
    public static Optional<KeyText> parse(Kind kind, String text) {
        Matcher matcher = SHAPE.matcher(text.strip());
        return matcher.matches() && matcher.group(1).equals(kind.word)
                ? Optional.of(new KeyText(kind, matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }

    /// The public part.
    public String prefix() {
        return prefix;
    }

    /// What is kept of the secret: `sha256:` and hex.
    public String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("expected SHA-256 in this JVM, found none", e);
        }
    }

    /// Whether this is the key that `hash` was kept of; takes the same time whatever the answer.
    public boolean fits(String hash) {
        return MessageDigest.isEqual(
                hash().getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }

    /// The whole text, secret included: to be shown once, and never logged.
    public String reveal() {
        return "hskey-" + kind.word + "-" + prefix + "-" + secret;
    }

    @Override
    public String toString() {
        return kind.masked(prefix);
    }
}
