package net.headscale.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.headscale.cli.Keeping.Outcome;

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
                    "import", "Put an export into the configured database", KeepingCommands::importJson)
            .taking("FILE");

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
