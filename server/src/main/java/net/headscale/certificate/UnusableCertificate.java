package net.headscale.certificate;

import java.io.Serial;

/// A certificate or key that cannot be used; the message says which, why, and what to do.
public final class UnusableCertificate extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    UnusableCertificate(String message) {
        super(message, null, false, false); // told to a person: no stack
    }
}
