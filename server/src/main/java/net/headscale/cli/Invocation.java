package net.headscale.cli;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.headscale.config.Config;

/// One use of a command: what was given to it, and what it may use.
///
/// @param words those after the command
/// @param options values by the options' long names; a switch has the value `true`
/// @param session how the rest of the world is reached
record Invocation(List<String> words, Map<String, List<String>> options, Session session) {
    /// The word at `index`, or the empty text.
    String word(int index) {
        return index < words.size() ? words.get(index) : "";
    }

    /// The value of an option, or the empty text.
    String option(String name) {
        return find(name).orElse("");
    }

    /// The value of an option; given more than once, the last counts.
    Optional<String> find(String name) {
        return Optional.ofNullable(options.get(name)).map(List::getLast);
    }

    /// All values of an option; one value may hold several, separated by commas.
    List<String> all(String name) {
        return options.getOrDefault(name, List.of()).stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    boolean has(String name) {
        return options.containsKey(name);
    }

    Output output() {
        return session.output();
    }

    Config config() {
        return session.config();
    }

    InstantSource clock() {
        return session.clock();
    }
}
