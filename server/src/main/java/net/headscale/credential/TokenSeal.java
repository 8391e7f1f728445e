package net.headscale.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/* A token is not kept anywhere: it says itself what it allows, and until when, and an HMAC-SHA256 (RFC 2104) over that
 * says that this server wrote it. So there is no number of live tokens to bound and nothing to tidy up, and a token
 * survives a restart, whose clients would otherwise fail for up to an hour. What it takes is that nobody else knows the
 * key, which is therefore made from the server's own secret and not from anything in the database (decision 0205). */

/// Makes access tokens, and recognizes those that it made: `hskey-oauthtok-`, the client's id, a hyphen, and what the
/// token says with its seal, both as base64url.
///
/// Thread-safe.
public final class TokenSeal {
    private static final String MAC = "HmacSHA256";
    private static final String PURPOSE = "headscale access tokens 1"; // whatever else is made from the same secret
    private static final int MOST_SAID_BYTES = 6_000; // as base64 within the 8,192 below, and within a header
    private static final Pattern SHAPE = Pattern.compile("hskey-oauthtok-([\\w-]{12})-([\\w-]{1,8192})\\.([\\w-]{43})");
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final SecretKeySpec root;

    private TokenSeal(SecretKeySpec root) {
        this.root = root;
    }

    /// @param secret of this server; the same one recognizes the same tokens
    public static TokenSeal of(String secret) {
        return new TokenSeal(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), MAC));
    }

    /// What a token says.
    ///
    /// @param client the id of the OAuth client that asked for it: 12 characters
    /// @param expiresAt to the second
    /// @param scopes what it allows; words without spaces, as tags are
    /// @param tags which it may give
    public record Token(String client, Instant expiresAt, List<String> scopes, List<String> tags) {
        public Token {
            scopes = List.copyOf(scopes);
            tags = List.copyOf(tags);
        }

        /// Whether a token can say this: no header takes one that is longer.
        public boolean fits() {
            return said().getBytes(StandardCharsets.UTF_8).length <= MOST_SAID_BYTES;
        }

        private String said() {
            return expiresAt.getEpochSecond() + "\n" + String.join(" ", scopes) + "\n" + String.join(" ", tags);
        }

        private static Token read(String client, String said) {
            String[] lines = said.split("\n", -1);
            return new Token(client, Instant.ofEpochSecond(Long.parseLong(lines[0])), words(lines[1]), words(lines[2]));
        }

        private static List<String> words(String line) {
            return line.isEmpty() ? List.of() : List.of(line.split(" "));
        }
    }

    /// The text of a token: to be given to who asked, and never logged.
    public String write(Token token) {
        byte[] said = token.said().getBytes(StandardCharsets.UTF_8);
        return "hskey-oauthtok-" + token.client() + "-" + TEXT.encodeToString(said) + "."
                + TEXT.encodeToString(seal(token.client(), said));
    }

    /// The token that somebody shows; nothing if it was not written here. Whether it has expired is not looked at.
    public Optional<Token> read(String text) {
        Matcher shown = SHAPE.matcher(text.strip());
        if (!shown.matches()) {
            return Optional.empty();
        }
        String client = shown.group(1);
        byte[] said;
        byte[] seal;
        try {
            said = Base64.getUrlDecoder().decode(shown.group(2));
            seal = Base64.getUrlDecoder().decode(shown.group(3));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
        return MessageDigest.isEqual(seal(client, said), seal)
                ? Optional.of(Token.read(client, new String(said, StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    /// What lists and logs may show of a token.
    public static String masked(String client) {
        return "hskey-oauthtok-" + client + "-***";
    }

    private byte[] seal(String client, byte[] said) {
        return mac(key(), client.getBytes(StandardCharsets.US_ASCII), said); // the id has one length, so nothing moves
    }

    /// Made when a token is, for the JDK's first `Mac` takes a tenth of a server's start.
    private SecretKeySpec key() {
        return new SecretKeySpec(mac(root, PURPOSE.getBytes(StandardCharsets.US_ASCII)), MAC);
    }

    private static byte[] mac(SecretKeySpec key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("expected " + MAC + " in this JVM, found none", e);
        }
    }

    @Override
    public String toString() {
        return "TokenSeal(redacted)";
    }
}
