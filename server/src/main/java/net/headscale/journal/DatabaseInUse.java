package net.headscale.journal;

import java.io.Serial;
import java.nio.file.Path;

/// Another process has the database open for writing.
public final class DatabaseInUse extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /// @param holder the process id that the lock file names, or empty
    public DatabaseInUse(Path database, String holder) {
        super("the database " + database + " is in use by "
                + (holder.isEmpty() ? "another process" : "process " + holder)
                + ": stop it, or send the command to the running server");
    }
}
