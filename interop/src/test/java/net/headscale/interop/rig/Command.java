package net.headscale.interop.rig;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What to run on a host, and how.
///
/// @param words the program and its arguments; nothing is expanded, there is no shell
/// @param folder the working folder; the empty path is the host's own
/// @param variables added to the host's environment
/// @param limit it is killed when it runs on past this; programs that stay have none
public record Command(List<String> words, Path folder, Map<String, String> variables, Duration limit) {
    private static final Duration USUAL_LIMIT = Duration.ofSeconds(30);

    public Command {
        words = List.copyOf(words);
        variables = Map.copyOf(variables);
    }

    /// A command in the host's own folder, with the usual limit of 30 s.
    public static Command of(String... words) {
        return of(List.of(words));
    }

    /// The same from a list.
    public static Command of(List<String> words) {
        return new Command(words, Path.of(""), Map.of(), USUAL_LIMIT);
    }

    /// The same command with more arguments.
    public Command and(String... arguments) {
        var all = new ArrayList<>(words);
        all.addAll(List.of(arguments));
        return new Command(all, folder, variables, limit);
    }

    /// The same command in another working folder.
    public Command in(Path workingFolder) {
        return new Command(words, workingFolder, variables, limit);
    }

    /// The same command with one more variable in its environment.
    public Command with(String variable, String value) {
        var all = new HashMap<>(variables);
        all.put(variable, value);
        return new Command(words, folder, all, limit);
    }

    /// The same command with another limit.
    public Command within(Duration newLimit) {
        return new Command(words, folder, variables, newLimit);
    }

    /// The command as one would type it.
    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
