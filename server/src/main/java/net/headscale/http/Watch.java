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
        public void answered(Request request, int status, Duration took) {}
    };

    /// A connection was accepted; nothing has been read of it.
    void opened();

    /// A connection ended, whatever it had become.
    void closed();

    /// A request was answered.
    ///
    /// @param took since the request was read
    void answered(Request request, int status, Duration took);
}
