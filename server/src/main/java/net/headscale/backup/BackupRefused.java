package net.headscale.backup;

import java.io.Serial;

/// A backup cannot be made or put back; the message says why and what to do. Nothing was changed.
public final class BackupRefused extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    BackupRefused(String message) {
        super(message, null, false, false); // told to a person: no stack
    }
}
