package net.headscale.cli.command;

import java.util.ArrayList;
import java.util.List;
import net.headscale.cli.output.Table;

/// Explains commands.
public final class Help {
    private static final String PROGRAM = "headscale";

    private Help() {}

    /// What there is.
    public static String of(List<Group> groups) {
        var rows = new ArrayList<List<String>>();
        groups.forEach(group -> rows.add(row(String.join(", ", group.names()), group.summary())));
        return """
                A coordination server for Tailscale clients.

                Usage: %s [OPTIONS] COMMAND

                Commands:
                %s
                Options of every command:
                %s
                `%s COMMAND --help` explains a command.""".formatted(PROGRAM, columns(rows), columns(rows(Parser.GLOBAL)), PROGRAM);
    }

    /// What there is in a group.
    public static String of(Group group) {
        var rows = new ArrayList<List<String>>();
        for (Command command : group.commands().get()) {
            rows.add(row(String.join(", ", command.names()), command.summary()));
        }
        return """
                %s.

                Usage: %s %s COMMAND

                Commands:
                %s
                `%s %s COMMAND --help` explains a command.""".formatted(group.summary(), PROGRAM, group.name(), columns(rows), PROGRAM, group.name());
    }

    /// What a command takes.
    public static String of(Group group, Command command) {
        var text = new StringBuilder(command.summary()).append(".\n\nUsage: ").append(usage(group, command));
        if (!command.options().isEmpty()) {
            text.append("\n\nOptions:\n").append(columns(rows(command.options())));
        } else {
            text.append("\n\n");
        }
        return text.append("Options of every command:\n")
                .append(columns(rows(Parser.GLOBAL)))
                .toString()
                .stripTrailing();
    }

    /// How a command is written.
    public static String usage(Group group, Command command) {
        var text = new StringBuilder(PROGRAM).append(' ').append(group.name());
        if (!command.name().equals(group.name())) {
            text.append(' ').append(command.name());
        }
        command.words().forEach(word -> text.append(' ').append(word));
        command.options().stream()
                .filter(Option::isRequired)
                .forEach(option ->
                        text.append(' ').append(option.name()).append(' ').append(option.placeholder()));
        return text.toString();
    }

    private static List<List<String>> rows(List<Option> options) {
        var rows = new ArrayList<List<String>>();
        for (Option option : options) {
            String value = option.isFlag() ? "" : " " + option.placeholder();
            rows.add(row(
                    String.join(", ", option.names()) + value,
                    option.summary() + (option.isRequired() ? " (required)" : "")));
        }
        return rows;
    }

    private static List<String> row(String left, String right) {
        return List.of("  " + left, right);
    }

    private static String columns(List<List<String>> rows) {
        return Table.columns(rows) + "\n";
    }
}
