package net.headscale.cli.command;

import java.util.List;

/// A command: its names, what it takes, and what it does.
///
/// @param names the first is the one of the help; others mean the same
/// @param summary one line
/// @param words placeholders of the words after it; `[WORD]` may be left out, `WORD...` may be repeated
/// @param options what it takes besides
/// @param action what it does
public record Command(List<String> names, String summary, List<String> words, List<Option> options, Action action) {
    /// What a command does.
    public interface Action {
        /// @return the exit code
        /// @throws Failure when it cannot
        int run(Invocation invocation);
    }

    /// A command without words and options.
    ///
    /// @param names separated by commas
    public static Command of(String names, String summary, Action action) {
        return new Command(List.of(names.split(",")), summary, List.of(), List.of(), action);
    }

    /// This command with words after it.
    public Command taking(String... words) {
        return new Command(names, summary, List.of(words), options, action);
    }

    /// This command with options.
    public Command with(Option... options) {
        return new Command(names, summary, words, List.of(options), action);
    }

    /// The first of its names.
    public String name() {
        return names.getFirst();
    }
}
