package net.headscale.cli;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import net.headscale.cli.command.Command;
import net.headscale.cli.command.Group;
import net.headscale.cli.command.Help;
import net.headscale.cli.command.Invocation;
import net.headscale.cli.command.Parser;
import net.headscale.cli.command.Parser.Parsed;
import net.headscale.cli.command.Product;
import net.headscale.cli.command.Session;
import net.headscale.cli.command.Session.GlobalOptions;
import net.headscale.cli.command.Terminal;
import net.headscale.cli.output.Failure;
import net.headscale.cli.output.Format;
import net.headscale.cli.output.Json;
import net.headscale.config.key.Environment;
import org.jspecify.annotations.Nullable;

/// The command line: understands its words, runs the command, and turns failures into messages and exit codes.
public final class Cli {
    private final Terminal terminal;
    private final Environment environment;
    private final Product product;
    private final InstantSource clock;

    public Cli(Terminal terminal, Environment environment, Product product, InstantSource clock) {
        this.terminal = terminal;
        this.environment = environment;
        this.product = product;
        this.clock = clock;
    }

    /// Runs one command.
    ///
    /// @return the exit code: 0, 1 when it failed, 2 when it was not understood
    public int run(String... words) {
        try {
            return execute(new Parser(Vocabulary.groups()).parse(words));
        } catch (Failure failure) {
            show(failure, wantsJson(words));
            return failure.exitCode();
        } finally {
            terminal.out().flush();
            terminal.err().flush();
        }
    }

    private int execute(Parsed parsed) {
        Group group = parsed.group();
        Command command = parsed.command();
        if (group != null && command != null && !parsed.asksForHelp()) {
            return execute(command, parsed);
        }
        terminal.out().println(help(group, command));
        return 0;
    }

    private static String help(@Nullable Group group, @Nullable Command command) {
        if (group == null) {
            return Help.of(Vocabulary.groups());
        }
        return command == null ? Help.of(group) : Help.of(group, command);
    }

    private int execute(Command command, Parsed parsed) {
        var options = new GlobalOptions(
                parsed.option("--config"),
                Format.parse(parsed.option("--output")),
                parsed.option("--tailnet"),
                parsed.option("--force").equals("true"));
        try (var session = new Session(terminal, environment, product, clock, options)) {
            return command.action().run(new Invocation(parsed.words(), parsed.options(), session));
        }
    }

    /// Whether programs read the output, looked up without understanding the words, which may make no sense.
    private static boolean wantsJson(String... words) {
        String line = " " + String.join(" ", words) + " ";
        return line.matches(".* (-o|--output)[ =]?json(-line)? .*");
    }

    private void show(Failure failure, boolean asJson) {
        if (asJson) {
            Map<String, @Nullable Object> error = new LinkedHashMap<>();
            error.put("error", failure.text());
            terminal.err().println(Json.write(error));
        } else {
            terminal.err().println("Error: " + failure.text());
            if (failure.exitCode() == Failure.USAGE) {
                terminal.err().println("`headscale --help` explains the commands.");
            }
        }
    }
}
