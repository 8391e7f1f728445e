package net.headscale.cli.command;

import java.util.function.Supplier;
import net.headscale.cli.api.Api;
import net.headscale.config.Config;
import net.headscale.config.Loaded;

/// What the command line needs of the rest of the product; `app` gives it.
public interface Product {
    /// Runs the server until it is told to end.
    ///
    /// @param source reads the configuration again, as it was read for `config`
    /// @return the exit code of the process
    int serve(Config config, Supplier<Loaded> source, Terminal terminal);

    /// Serves the REST API in this process, on the configured database, without a listener.
    Opened open(Config config);

    /// What looks after the database as a whole.
    Keeping keeping();

    /// What came of opening the database.
    sealed interface Opened {
        /// The API; closing it closes the database.
        record Ready(Api api) implements Opened {}

        /// Another process has the database open for writing: a server that starts, or another command.
        record InUse() implements Opened {}

        /// The database cannot be used.
        ///
        /// @param why with what to do about it
        record Failed(String why) implements Opened {}
    }
}
