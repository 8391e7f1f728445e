package net.headscale.tailnet;

import java.time.Instant;

/// The policy of a tailnet as its author wrote it; what it means is for `policy` to say.
///
/// @param text HuJSON, kept as written; empty: none was ever set, and everybody may reach everybody
/// @param changedAt when it was set; [Instant#EPOCH] when never
public record PolicyText(String text, Instant changedAt) {
    /// Never set.
    public static final PolicyText NONE = new PolicyText("", Instant.EPOCH);

    /// Whether none was ever set.
    public boolean isNone() {
        return text.isEmpty();
    }
}
