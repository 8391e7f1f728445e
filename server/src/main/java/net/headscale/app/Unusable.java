package net.headscale.app;

import java.io.Serial;

/// Something that the server needs is not as it must be; the message says what and what to do.
final class Unusable extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    Unusable(String message) {
        super(message, null, false, false); // told to a person: no stack
    }
}
