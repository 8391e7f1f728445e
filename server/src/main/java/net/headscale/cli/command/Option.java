package net.headscale.cli.command;

import java.util.List;

/// An option of a command.
///
/// @param names with dashes; the last one names it in code
/// @param placeholder what stands for its value in the help; empty for a switch
/// @param summary one line
/// @param isRequired whether the command is nothing without it
public record Option(List<String> names, String placeholder, String summary, boolean isRequired) {
    /// An option with a value.
    public static Option of(String names, String placeholder, String summary) {
        return new Option(List.of(names.split(",")), placeholder, summary, false);
    }

    /// An option without a value.
    public static Option flag(String names, String summary) {
        return new Option(List.of(names.split(",")), "", summary, false);
    }

    /// This option, which must be given.
    public Option required() {
        return new Option(names, placeholder, summary, true);
    }

    /// The long name.
    public String name() {
        return names.getLast();
    }

    /// Whether it takes no value.
    public boolean isFlag() {
        return placeholder.isEmpty();
    }
}
