package net.headscale.cli;

import java.util.List;
import net.headscale.cli.command.Command;
import net.headscale.cli.command.Group;
import net.headscale.cli.command.Help;
import net.headscale.cli.command.Invocation;
import net.headscale.cli.command.Option;
import net.headscale.cli.command.Parser;

/// The manual page `headscale(1)`, made from the same words as the help: `headscale man | man -l -`.
final class ManPage {
    static final Command COMMAND =
            Command.of("man", "Print the manual page, for man -l -", invocation -> print(invocation));

    private ManPage() {}

    private static int print(Invocation invocation) {
        invocation.session().terminal().out().print(text(Vocabulary.groups()));
        return 0;
    }

    private static String text(List<Group> groups) {
        var page = new StringBuilder("""
                .TH HEADSCALE 1
                .SH NAME
                headscale \\- coordination server for Tailscale clients
                .SH SYNOPSIS
                .B headscale
                [\\fIOPTIONS\\fR] \\fICOMMAND\\fR
                .SH OPTIONS OF EVERY COMMAND
                """);
        Parser.GLOBAL.forEach(option -> append(page, option));
        page.append(".SH COMMANDS\n");
        groups.forEach(group ->
                group.commands().get().forEach(command -> append(page, Help.usage(group, command), command)));
        return page.append("""
                .SH ENVIRONMENT
                Every key of the configuration is also a variable, such as HEADSCALE_LISTEN_ADDR for listen_addr.
                .TP
                .B HEADSCALE_CLI_ADDRESS, HEADSCALE_CLI_API_KEY
                the server of another machine that commands are for, and a key for it
                .SH EXIT STATUS
                0, 1 when a command failed, 2 when it was not understood
                """).toString();
    }

    private static void append(StringBuilder page, String usage, Command command) {
        page.append(".SS ").append(escaped(usage)).append('\n');
        page.append(escaped(command.summary())).append(".\n");
        if (command.names().size() > 1) {
            page.append("Also: ")
                    .append(escaped(String.join(
                            ", ", command.names().subList(1, command.names().size()))))
                    .append(".\n");
        }
        command.options().forEach(option -> append(page, option));
    }

    private static void append(StringBuilder page, Option option) {
        page.append(".TP\n.B ").append(escaped(String.join(", ", option.names())));
        page.append(option.isFlag() ? "" : " " + option.placeholder()).append('\n');
        page.append(escaped(option.summary())).append('\n');
    }

    /// Text in which nothing is a command of troff.
    private static String escaped(String text) {
        String plain = text.replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
