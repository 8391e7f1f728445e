package net.headscale.journal;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// Two want what only one can have: a tailnet's name, a node key, an address, a label, a login name, an id.
///
/// Whoever decides knows who has what and does not ask for it again; so this is a bug, or another server on the same
/// database that was quicker. Nothing was stored.
public final class JournalClash extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public JournalClash(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
