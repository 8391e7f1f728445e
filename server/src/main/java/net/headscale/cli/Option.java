package net.headscale.cli;

import java.util.List;

/// An option of a command.
///
/// @param names with dashes; the last one names it in code
/// @param placeholder what stands for its value in the help; empty for a switch
/// @param summary one line
/// @param isRequired whether the command is nothing without it
record Option(List<String> names, String placeholder, String summary, boolean isRequired) {
    /// An option with a value.
    static Option of(String names, String placeholder, String summary) {
        return new Option(List.of(names.split(",")), placeholder, summary, false);
    }

    /// An option without a value.
    static Option flag(String names, String summary) {
        return new Option(List.of(names.split(",")), "", summary, false);
    }

    /// This option, which must be given.
    Option required() {
        return new Option(names, placeholder, summary, true);
    }

    /// The long name.
    String name() {
        return names.getLast();
    }

    boolean isFlag() {
        return placeholder.isEmpty();
    }
}
