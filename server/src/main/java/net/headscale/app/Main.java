package net.headscale.app;

import java.time.InstantSource;
import net.headscale.cli.Cli;
import net.headscale.cli.Terminal;
import net.headscale.config.Environment;

/// Where the process begins.
public final class Main {
    private Main() {}

    /// Runs one command and ends with its exit code.
    public static void main(String... words) {
        var cli = new Cli(Terminal.ofProcess(), Environment.ofProcess(), new Assembly(), InstantSource.system());
        System.exit(cli.run(words));
    }
}
