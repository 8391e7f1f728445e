package net.headscale.relay;

/// Is told what the relay does, often: implementations must be quick. Thread-safe.
///
/// Bytes are those of whole frames, as they are on the wire beneath TLS.
public interface RelayWatch {
    /// Nobody looks.
    RelayWatch NONE = new RelayWatch() {
        @Override
        public void joined() {}

        @Override
        public void left() {}

        @Override
        public void received(int bytes) {}

        @Override
        public void sent(int bytes) {}

        @Override
        public void dropped(Drop why, int bytes) {}
    };

    /// Why something was not passed on.
    enum Drop {
        /// Its node has no connection here.
        ABSENT,
        /// The connection of its node takes no more for now.
        FULL
    }

    /// A connection has proven its node.
    void joined();

    /// One of these is gone.
    void left();

    /// A packet came in to be passed on.
    void received(int bytes);

    /// Something was handed to a connection.
    void sent(int bytes);

    /// Something was not.
    void dropped(Drop why, int bytes);
}
