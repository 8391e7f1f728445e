package net.headscale.tailnet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/// The policy of a tailnet as its author wrote it; what it means is for `policy` to say.
///
/// @param text HuJSON, kept as written; empty: none was ever set, and everybody may reach everybody
/// @param changedAt when it was set; [Instant#EPOCH] when never
/// @param author who set it, for people; empty is not known
public record PolicyText(String text, Instant changedAt, String author) {
    /// Never set.
    public static final PolicyText NONE = new PolicyText("", Instant.EPOCH);

    /// What an editor expects who knows of no policy.
    public static final String EXPECTS_NONE = "none";

    private static final int FEWEST_DIGITS = 12; // 48 bits: an editor's slip is told, a forger gains nothing

    /// By an author who is not known.
    public PolicyText(String text, Instant changedAt) {
        this(text, changedAt, "");
    }

    /// Whether none was ever set.
    public boolean isNone() {
        return text.isEmpty();
    }

    /// What tells this text from others: its SHA-256 in lower-case hex.
    public String etag() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }

    /// Whether this is the text that an editor began with.
    ///
    /// @param expected its [#etag] or at least its first 12 digits, or [#EXPECTS_NONE]
    public boolean isExpected(String expected) {
        return expected.equals(EXPECTS_NONE)
                ? isNone()
                : expected.length() >= FEWEST_DIGITS && !isNone() && etag().startsWith(expected);
    }
}
