package net.headscale.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import net.headscale.cli.api.Api;
import net.headscale.cli.command.FakeApi;
import net.headscale.cli.command.Keeping;
import net.headscale.cli.command.Product;
import net.headscale.cli.command.Terminal;
import net.headscale.config.Config;
import net.headscale.config.Loaded;
import net.headscale.config.key.Environment;

/// Runs commands in this process, against an API of the test's making.
final class CommandRun implements Product {
    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    final FakeApi api = new FakeApi();
    final Map<String, String> variables = new HashMap<>();
    String input = "";
    boolean isInteractive;
    private final Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /// @param folder empty, for home and current folder
    CommandRun(Path folder) {
        this.folder = folder;
    }

    /// The exit code of a command; its output replaces that of the one before.
    int run(String... words) {
        out.reset();
        err.reset();
        var terminal = new Terminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                () -> isInteractive,
                () -> isInteractive);
        var environment = new Environment(variables, folder, folder, folder.resolve("etc"));
        return new Cli(terminal, environment, this, InstantSource.fixed(NOW)).run(words);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /// The only request that was sent.
    Api.Call onlyCall() {
        if (api.calls.size() != 1) {
            throw new AssertionError("expected one request, found " + api.calls);
        }
        return api.calls.getFirst();
    }

    @Override
    public int serve(Config config, Supplier<Loaded> source, Terminal terminal) {
        terminal.out().println("serving " + config.http().listen());
        return 0;
    }

    @Override
    public Keeping keeping() {
        throw new AssertionError("expected no use of the database itself");
    }

    @Override
    public Opened open(Config config) {
        return new Opened.Ready(api);
    }
}
