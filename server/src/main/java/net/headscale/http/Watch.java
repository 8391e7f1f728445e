package net.headscale.http;

import java.time.Duration;

/// Told of connections and of every exchange. Called on event loops and virtual threads, so it must be quick and not
/// throw.
public interface Watch {
    /// Watches nothing.
    Watch NONE = new Watch() {
        @Override
        public void opened() {}

        @Override
        public void closed() {}

        @Override
        public void answered(Answered answered) {}
    };

    /// A connection was accepted; nothing has been read of it.
    void opened();

    /// A connection ended, whatever it had become.
    void closed();

    /// A request was answered.
    void answered(Answered answered);

    /// How a request was answered.
    ///
    /// @param pattern of its route, such as `/api/v1/node/{id}`; empty if none has its path
    /// @param took since the request was read
    record Answered(Request request, String pattern, int status, Duration took) {}
}
