package net.headscale.app.reload;

import java.io.Serial;

/// Something that the server needs is not as it must be; the message says what and what to do.
public final class Unusable extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public Unusable(String message) {
        super(message, null, false, false); // told to a person: no stack
    }
}
