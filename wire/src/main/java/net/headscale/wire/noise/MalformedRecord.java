package net.headscale.wire.noise;

/// Bytes that are not the record the other side should have sent next. Fatal: the two sides no longer agree on the
/// counter, so the connection must close.
public final class MalformedRecord extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedRecord(String message) {
        super(message);
    }
}
