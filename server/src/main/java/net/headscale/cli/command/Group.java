package net.headscale.cli.command;

import java.util.List;
import java.util.function.Supplier;

/// The first word of a command: alone a command itself, or a group of commands.
///
/// @param names the first is the one of the help; others mean the same
/// @param summary one line
/// @param commands made when the group is used or its help is asked for; one alone, named like the group, needs no
///     second word
public record Group(List<String> names, String summary, Supplier<List<Command>> commands) {
    /// @param names separated by commas
    public static Group of(String names, String summary, Supplier<List<Command>> commands) {
        return new Group(List.of(names.split(",")), summary, commands);
    }

    /// A command without a second word.
    public static Group of(Command command) {
        return new Group(command.names(), command.summary(), () -> List.of(command));
    }

    /// The first of its names.
    public String name() {
        return names.getFirst();
    }
}
