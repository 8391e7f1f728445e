package net.headscale.journal;

import java.io.Serial;
import java.nio.file.Path;

/// Another process has the database open for writing.
public final class DatabaseInUse extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String holder;

    /// @param holder the process id that the lock file names, or empty
    public DatabaseInUse(Path database, String holder) {
        super("the database " + database + " is in use by " + named(holder)
                + ": stop it, or send the command to the running server");
        this.holder = named(holder);
    }

    private static String named(String holder) {
        return holder.isEmpty() ? "another process" : "process " + holder;
    }

    /// Who has it open, such as `process 4711`.
    public String holder() {
        return holder;
    }
}
