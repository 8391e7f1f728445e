package net.headscale.control;

import java.time.Duration;

/// Told how handshakes went. Called on event loops and handshake threads, so it must be quick and not throw.
public interface HandshakeWatch {
    /// Watches nothing.
    HandshakeWatch NONE = (_, _) -> {};

    /// A handshake is over.
    ///
    /// @param sinceAsked since its initiation came; waiting included
    void ended(Outcome outcome, Duration sinceAsked);

    /// How a handshake ended.
    enum Outcome {
        /// The connection speaks Noise now.
        ACCEPTED,
        /// The client was told why not.
        REFUSED,
        /// What came was no handshake, or its client had given up.
        DROPPED,
        /// Too many waited.
        TURNED_AWAY
    }
}
