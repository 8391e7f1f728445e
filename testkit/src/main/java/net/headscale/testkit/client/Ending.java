package net.headscale.testkit.client;

/// How a stream came to its end.
public enum Ending {
    /// By the server, in good order: END_STREAM.
    COMPLETE,
    /// By the server's RST_STREAM.
    RESET,
    /// By this client's RST_STREAM.
    CANCELLED,
    /// With the whole connection, whoever ended that.
    CONNECTION_LOST
}
