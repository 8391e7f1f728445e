package net.headscale.tailnet;

import java.time.Instant;

/// Whether a node is connected, or when it last was.
public sealed interface Presence {
    /// Never connected since it joined.
    record NeverSeen() implements Presence {}

    /// The first map stream is open, and its client has not said yet where it is reached.
    record Arriving() implements Presence {}

    /// A map stream is open.
    record Online() implements Presence {}

    /// Connected as far as is known, but its client does not answer: what it serves is better led elsewhere.
    record Silent() implements Presence {}

    /// The last map stream ended at `lastSeen`.
    record Offline(Instant lastSeen) implements Presence {}

    /// Whether a map stream is open, or was a moment ago.
    default boolean isOnline() {
        return this instanceof Online || this instanceof Silent || this instanceof Arriving;
    }

    /// Whether peers are told of the node. A client that sends to a peer before it knows a way there tries again only
    /// after 5 s, so that a new node stays unknown until it can be reached.
    default boolean isShown() {
        return !(this instanceof NeverSeen || this instanceof Arriving);
    }
}
