package net.headscale.wire.noise;

/// Bytes that claim to be an early payload and are not. A client drops the connection over it.
public final class MalformedEarlyPayload extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedEarlyPayload(String message) {
        super(message);
    }
}
