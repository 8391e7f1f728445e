package net.headscale.app;

import java.time.InstantSource;
import java.util.List;
import net.headscale.app.configured.Logs;
import net.headscale.cli.Cli;
import net.headscale.cli.command.Terminal;
import net.headscale.config.key.Environment;

/// Where the process begins.
public final class Main {
    private Main() {}

    /// Runs one command and ends with its exit code.
    public static void main(String... words) {
        int code = run(words);
        if (isServer(words)) {
            System.exit(code);
        }
        Runtime.getRuntime().halt(code); // commands leave nothing to hooks, and exit's own log would cost 30 ms
    }

    /// Runs one command of this process.
    static int run(String... words) {
        Ahead ahead = ahead(words);
        return new Cli(Terminal.ofProcess(), Environment.ofProcess(), new Assembly(ahead), InstantSource.system())
                .run(words);
    }

    private static Ahead ahead(String... words) {
        if (!isServer(words)) {
            return new Ahead();
        }
        Logs.prepare(); // what is loaded ahead has loggers
        return Ahead.start();
    }

    private static boolean isServer(String... words) {
        return List.of(words).contains("serve");
    }
}
