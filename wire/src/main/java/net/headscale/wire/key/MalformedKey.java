package net.headscale.wire.key;

/// A text or byte sequence that is not a key of the expected kind. The message never repeats what was found.
public final class MalformedKey extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    MalformedKey(String message) {
        super(message);
    }
}
