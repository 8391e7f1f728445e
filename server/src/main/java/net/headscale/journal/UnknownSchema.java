package net.headscale.journal;

import java.io.Serial;

/// The database is not one that this server may write to: a newer server has changed it, or it is another program's.
public final class UnknownSchema extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public UnknownSchema(String message) {
        super(message);
    }
}
