package net.headscale.wire.net;

/// A text that is not an address, endpoint or prefix.
public final class MalformedAddress extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    MalformedAddress(String message) {
        super(message);
    }
}
