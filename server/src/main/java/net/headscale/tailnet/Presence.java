package net.headscale.tailnet;

import java.time.Instant;

/// Whether a node is connected, or when it last was.
public sealed interface Presence {
    /// Never connected since it joined.
    record NeverSeen() implements Presence {}

    /// A map stream is open.
    record Online() implements Presence {}

    /// Connected as far as is known, but its client does not answer: what it serves is better led elsewhere.
    record Silent() implements Presence {}

    /// The last map stream ended at `lastSeen`.
    record Offline(Instant lastSeen) implements Presence {}

    /// Whether a map stream is open, or was a moment ago.
    default boolean isOnline() {
        return this instanceof Online || this instanceof Silent;
    }
}
