package net.headscale.credential;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of a key as it is shown once: `hskey-auth-`, `hskey-api-` or `hskey-client-`, a prefix of 12 characters, a
/// hyphen, a secret
/// of 64. Ours are hex digits; those of an imported headscale may be any of `A-Z a-z 0-9 _ -`.
///
/// Two older shapes come with imported databases: 48 hex digits (pre-auth keys until 0.27; the first 12 count as
/// prefix), and 7 characters, a dot, 32 characters (API keys until 0.27).
public final class KeyText {
    private static final Pattern SHAPE = Pattern.compile("hskey-(?:auth|api|client)-([\\w-]{12})-([\\w-]{64})");
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
        AUTH("auth", "([0-9a-f]{12})([0-9a-f]{36})"),
        /// The API.
        API("api", "([\\w-]{7})\\.([\\w-]{32})"),
        /// The place where OAuth clients get access tokens; there is no older shape.
        CLIENT("client", "(?!)");

        private final String word;
        private final Pattern olderShape;

        Kind(String word, String olderShape) {
            this.word = word;
            this.olderShape = Pattern.compile(olderShape);
        }

        private Pattern shapeOf(String text) {
            return text.startsWith("hskey-" + word + "-") ? SHAPE : olderShape;
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
        String bare = text.strip();
        Matcher matcher = kind.shapeOf(bare).matcher(bare);
        return matcher.matches()
                ? Optional.of(new KeyText(kind, matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }

    /// Whether `hash` was kept of a key in a scheme that is understood here.
    public static boolean isHash(String hash) {
        return KeyHash.isKnown(hash);
    }

    /// The public part.
    public String prefix() {
        return prefix;
    }

    /// What is kept of the secret.
    public String hash() {
        return KeyHash.of(secret);
    }

    /// Whether this is the key that `hash` was kept of, in our scheme or an imported one; takes the same time whatever
    /// the answer.
    public boolean fits(String hash) {
        return KeyHash.fits(secret, hash);
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
