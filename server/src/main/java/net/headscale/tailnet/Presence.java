package net.headscale.tailnet;

import java.time.Instant;

/// Whether a node is connected, or when it last was.
public sealed interface Presence {
    /// Never connected since it joined.
    record NeverSeen() implements Presence {}

    /// A map stream is open.
    record Online() implements Presence {}

    /// The last map stream ended at `lastSeen`.
    record Offline(Instant lastSeen) implements Presence {}

    /// Whether a map stream is open.
    default boolean isOnline() {
        return this instanceof Online;
    }
}
