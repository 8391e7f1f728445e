package net.headscale.wire.noise;

/// A handshake message that does not prove what it should: nothing of it may be used, and the connection must close.
public final class HandshakeFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    HandshakeFailed(String message) {
        super(message);
    }
}
