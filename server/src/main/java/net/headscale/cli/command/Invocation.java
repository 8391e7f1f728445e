package net.headscale.cli.command;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.headscale.cli.output.Output;
import net.headscale.config.Config;

/// One use of a command: what was given to it, and what it may use.
///
/// @param words those after the command
/// @param options values by the options' long names; a switch has the value `true`
/// @param session how the rest of the world is reached
public record Invocation(List<String> words, Map<String, List<String>> options, Session session) {
    /// The word at `index`, or the empty text.
    public String word(int index) {
        return index < words.size() ? words.get(index) : "";
    }

    /// The value of an option, or the empty text.
    public String option(String name) {
        return find(name).orElse("");
    }

    /// The value of an option; given more than once, the last counts.
    public Optional<String> find(String name) {
        return Optional.ofNullable(options.get(name)).map(List::getLast);
    }

    /// All values of an option; one value may hold several, separated by commas.
    public List<String> all(String name) {
        return options.getOrDefault(name, List.of()).stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /// Whether an option was given.
    public boolean has(String name) {
        return options.containsKey(name);
    }

    /// Where the result is shown.
    public Output output() {
        return session.output();
    }

    Config config() {
        return session.config();
    }

    /// What time it is.
    public InstantSource clock() {
        return session.clock();
    }
}
