package net.headscale.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.headscale.cli.command.Command;
import net.headscale.cli.command.Invocation;
import net.headscale.cli.command.Keeping;
import net.headscale.cli.command.Keeping.Outcome;
import net.headscale.cli.command.Option;
import net.headscale.cli.command.Session;
import net.headscale.cli.output.Failure;
import net.headscale.config.Config;
import net.headscale.config.Loaded;
import net.headscale.config.key.Problem;

/// Commands that look after the database as a whole.
final class KeepingCommands {
    static final Command BACKUP = Command.of(
                    "backup",
                    "Copy the database and the private keys into a file; the server may run",
                    KeepingCommands::backup)
            .taking("FILE");
    static final Command RESTORE = Command.of(
                    "restore",
                    "Put a backup into the configured database, SQLite or PostgreSQL",
                    KeepingCommands::restore)
            .taking("FILE");
    static final Command EXPORT = Command.of(
                    "export", "Write everything as JSON, secrets included", KeepingCommands::export)
            .taking("[FILE]");
    static final Command IMPORT = Command.of(
                    "import",
                    "Put an export, or the database of a headscale, into the configured database",
                    KeepingCommands::bring)
            .taking("[FILE]")
            .with(
                    Option.of("--from", "DATABASE", "a headscale's SQLite file, or postgres://USER:PASSWORD@HOST/NAME"),
                    Option.of(
                            "--noise-key",
                            "FILE",
                            "with --from: its noise_private.key, if it is not where this server's is"),
                    Option.of("--policy", "FILE", "with --from: a policy in the place of the one in the database"),
                    Option.flag("--dry-run", "with --from: report, and write nothing"));

    static final Command DOCTOR = Command.of(
            "doctor", "Look for what keeps the server from working, and say what to do", KeepingCommands::diagnose);

    private KeepingCommands() {}

    private static int backup(Invocation invocation) {
        Session session = invocation.session();
        return show(invocation, keeping(invocation).backup(session.config(), file(invocation), isForced(invocation)));
    }

    private static int restore(Invocation invocation) {
        Session session = invocation.session();
        return show(invocation, keeping(invocation).restore(session.config(), file(invocation), isForced(invocation)));
    }

    private static int export(Invocation invocation) {
        Session session = invocation.session();
        if (!invocation.word(0).isEmpty()) {
            return show(
                    invocation, keeping(invocation).exportTo(session.config(), file(invocation), isForced(invocation)));
        }
        session.terminal().err().println("Warning: what follows holds secrets. Keep it as you keep a password.");
        if (keeping(invocation).exportTo(session.config(), session.terminal().out())
                instanceof Outcome.Failed(var why)) {
            throw Failure.of(why);
        }
        return 0;
    }

    private static int bring(Invocation invocation) {
        String from = invocation.option("--from");
        if (from.isEmpty() == invocation.word(0).isEmpty()) {
            throw Failure.usage("name either a FILE that headscale export wrote, or a database by --from");
        }
        if (from.isEmpty()) {
            return importJson(invocation);
        }
        var origin = new Keeping.Origin(
                from,
                invocation.option("--noise-key"),
                invocation.option("--policy"),
                invocation.option("--dry-run").equals("true"));
        return show(
                invocation, keeping(invocation).takeOver(invocation.session().config(), origin, isForced(invocation)));
    }

    private static int importJson(Invocation invocation) {
        Session session = invocation.session();
        try (InputStream document = open(invocation)) {
            return show(
                    invocation,
                    keeping(invocation)
                            .importJson(session.config(), document, invocation.word(0), isForced(invocation)));
        } catch (IOException unreadable) {
            throw Failure.of(invocation.word(0) + " cannot be read: " + unreadable.getMessage());
        }
    }

    private static InputStream open(Invocation invocation) throws IOException {
        return invocation.word(0).equals("-")
                ? invocation.session().terminal().in()
                : Files.newInputStream(file(invocation));
    }

    private static int diagnose(Invocation invocation) {
        return switch (invocation.session().loaded()) {
            case Loaded.Ready(Config config, var _) ->
                show(invocation, keeping(invocation).diagnose(config));
            case Loaded.Rejected(List<Problem> problems) ->
                throw Failure.of(problems.stream()
                        .map(problem -> "\nWRONG configuration: " + problem)
                        .collect(Collectors.joining("", "something is wrong", "")));
        };
    }

    private static Keeping keeping(Invocation invocation) {
        return invocation.session().product().keeping();
    }

    private static Path file(Invocation invocation) {
        return Path.of(invocation.word(0));
    }

    private static boolean isForced(Invocation invocation) {
        return invocation.session().options().isForced();
    }

    private static int show(Invocation invocation, Outcome outcome) {
        switch (outcome) {
            case Outcome.Done(var lines) -> invocation.output().show(Map.of("result", lines), String.join("\n", lines));
            case Outcome.Failed(String why) -> throw Failure.of(why);
        }
        return 0;
    }
}
