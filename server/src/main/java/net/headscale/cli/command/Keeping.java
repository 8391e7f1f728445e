package net.headscale.cli.command;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import net.headscale.config.Config;

/// What looks after a database as a whole; `app` gives it. No server is asked: the database is used directly.
public interface Keeping {
    /// Copies the database and the private keys beside it into a file, while a server may go on.
    ///
    /// @param replaces whether a file that is there may be replaced
    Outcome backup(Config config, Path file, boolean replaces);

    /// Puts a backup into the configured database, of whichever kind.
    ///
    /// @param replaces whether what is there may be replaced
    Outcome restore(Config config, Path file, boolean replaces);

    /// Writes everything as JSON.
    Outcome exportTo(Config config, OutputStream out);

    /// Writes everything as JSON into a file.
    Outcome exportTo(Config config, Path file, boolean replaces);

    /// Puts an export into the configured database.
    ///
    /// @param shown what the document is called in messages
    Outcome importJson(Config config, InputStream document, String shown, boolean replaces);

    /// Takes over the database of a headscale.
    ///
    /// @param replaces whether what is there may be replaced
    Outcome takeOver(Config config, Origin origin, boolean replaces);

    /// Looks whether a server can work as it is configured: database, key, clock, port, certificate, the way to it.
    Outcome diagnose(Config config);

    /// What is to be taken over.
    ///
    /// @param database a SQLite file, or a URL that begins with `postgres://`
    /// @param noiseKey the file of its Noise key; empty: where the configuration has it, or beside the database
    /// @param policy a file with a policy in the place of its own; empty: its own
    /// @param isDryRun whether nothing is written
    record Origin(String database, String noiseKey, String policy, boolean isDryRun) {}

    /// What came of it.
    sealed interface Outcome {
        /// It was done; what to tell the person.
        record Done(List<String> lines) implements Outcome {
            public Done {
                lines = List.copyOf(lines);
            }
        }

        /// It was not done, and nothing was changed.
        ///
        /// @param why with what to do about it
        record Failed(String why) implements Outcome {}
    }
}
