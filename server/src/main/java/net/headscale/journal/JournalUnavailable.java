package net.headscale.journal;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// The store cannot be reached or written now: disk full, locked, read-only, away. The next call tries again.
///
/// The message says what is wrong and what an operator can do about it.
public final class JournalUnavailable extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public JournalUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
