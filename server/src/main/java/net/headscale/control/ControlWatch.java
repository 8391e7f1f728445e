package net.headscale.control;

import java.time.Duration;

/// Told how handshakes went, and what was answered within their connections. Called on event loops, handshake threads
/// and virtual
/// threads, so it must be quick and not throw.
public interface ControlWatch {
    /// Watches nothing.
    ControlWatch NONE = new ControlWatch() {
        @Override
        public void ended(Outcome outcome, Duration sinceAsked) {}

        @Override
        public void answered(int status) {}

        @Override
        public void reported(Report report) {}
    };

    /// A handshake is over.
    ///
    /// @param sinceAsked since its initiation came; waiting included
    void ended(Outcome outcome, Duration sinceAsked);

    /// A machine's request was answered, or the map stream begun that it asked for.
    ///
    /// @param status of HTTP
    void answered(int status);

    /// A client told where it is and what it is, apart from its map stream.
    void reported(Report report);

    /// What became of such news.
    enum Report {
        /// It counts.
        TAKEN,
        /// The server could not take it then.
        FAILED
    }

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
