package net.headscale.journal;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// The store cannot be reached or written now: disk full, locked, read-only, away. The next call tries again.
///
/// The message says what is wrong and what an operator can do about it.
public final class JournalUnavailable extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String symptom;

    public JournalUnavailable(String message, @Nullable Throwable cause) {
        this(message, message, cause);
    }

    private JournalUnavailable(String message, String symptom, @Nullable Throwable cause) {
        super(message, cause);
        this.symptom = symptom;
    }

    /// A failure of the database itself.
    ///
    /// @param database where it is
    /// @param symptom what is wrong with it and what to do, such as `its disk is full: make room`
    public static JournalUnavailable of(String database, String symptom, Throwable cause) {
        return new JournalUnavailable(
                "cannot use the database " + database + ", " + symptom + " (" + cause.getMessage() + ")",
                symptom,
                cause);
    }

    /// The same failure, with the stack of the thread that calls.
    public JournalUnavailable again() {
        return new JournalUnavailable(String.valueOf(getMessage()), symptom, this);
    }

    /// What is wrong, and what to do, in words that anybody may see: they do not say where the database is.
    public String symptom() {
        return symptom;
    }
}
