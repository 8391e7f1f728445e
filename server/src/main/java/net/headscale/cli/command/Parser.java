package net.headscale.cli.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.headscale.cli.output.Failure;
import net.headscale.config.key.NearestWord;
import org.jspecify.annotations.Nullable;

/// Reads the words of one command line, from left to right. For one use.
///
/// Options that every command understands may stand anywhere; a command's own options follow it and go before them.
public final class Parser {
    /// What every command understands.
    public static final List<Option> GLOBAL = List.of(
            Option.of("-c,--config", "FILE", "the configuration to use"),
            Option.of("-n,--namespace,--tailnet", "NAME", "the tailnet that is meant (default)"),
            Option.of("-o,--output", "FORMAT", "json, json-line or yaml, for programs"),
            Option.flag("--force", "ask nothing"),
            Option.flag("-h,--help", "explain"));

    private final List<Group> groups;
    private final List<String> words = new ArrayList<>();
    private final Map<String, List<String>> options = new HashMap<>();
    private @Nullable Group group;
    private @Nullable Command command;

    /// A parser of lines that begin with one of `groups`.
    public Parser(List<Group> groups) {
        this.groups = groups;
    }

    /// What was understood.
    ///
    /// @param group absent when no command was named
    /// @param command absent when only a group was named
    public record Parsed(
            @Nullable Group group, @Nullable Command command, List<String> words, Map<String, List<String>> options) {
        /// The value of an option; given more than once, the last counts.
        public String option(String name) {
            List<String> values = options.getOrDefault(name, List.of(""));
            return values.getLast();
        }

        /// Whether to explain instead of doing.
        public boolean asksForHelp() {
            return options.containsKey("--help") || command == null;
        }
    }

    /// @throws Failure if the words make no sense
    public Parsed parse(String... line) {
        for (Iterator<String> rest = Arrays.asList(line).iterator(); rest.hasNext(); ) {
            String word = rest.next();
            if (word.equals("--")) {
                rest.forEachRemaining(words::add);
            } else if (word.startsWith("--")) {
                takeLong(word, rest);
            } else if (word.startsWith("-") && word.length() > 1) {
                takeShort(word, rest);
            } else {
                takeWord(word);
            }
        }
        var parsed = new Parsed(group, command, List.copyOf(words), options);
        if (!parsed.asksForHelp()) {
            checkComplete();
        }
        return parsed;
    }

    private void takeLong(String word, Iterator<String> rest) {
        int equals = word.indexOf('=');
        Option option = option(equals < 0 ? word : word.substring(0, equals));
        if (equals >= 0) {
            put(option, word.substring(equals + 1));
        } else {
            put(option, option.isFlag() ? "true" : valueOf(option, rest));
        }
    }

    /// `-o json`, `-ojson`, `-o=json`; switches may be written together.
    private void takeShort(String word, Iterator<String> rest) {
        Option option = option(word.substring(0, 2));
        String attached = word.substring(2);
        if (attached.startsWith("=")) {
            put(option, attached.substring(1));
        } else if (option.isFlag()) {
            put(option, "true");
            if (!attached.isEmpty()) {
                takeShort("-" + attached, rest);
            }
        } else {
            put(option, attached.isEmpty() ? valueOf(option, rest) : attached);
        }
    }

    private static String valueOf(Option option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw Failure.usage(option.name() + " needs a value: " + option.placeholder());
        }
        return rest.next();
    }

    private void put(Option option, String value) {
        if (option.isFlag() && !value.equals("true") && !value.equals("false")) {
            throw Failure.usage(option.name() + " is a switch: expected true or false, found " + value);
        }
        options.computeIfAbsent(option.name(), _ -> new ArrayList<>()).add(value);
    }

    private Option option(String name) {
        List<Option> known = new ArrayList<>(command == null ? List.of() : command.options());
        known.addAll(GLOBAL);
        Optional<Option> found =
                known.stream().filter(option -> option.names().contains(name)).findFirst();
        return found.orElseThrow(() -> {
            List<String> names = known.stream()
                    .flatMap(option -> option.names().stream())
                    .filter(each -> each.length() > 2) // every letter is near to every other
                    .toList();
            return Failure.usage("unknown option " + name + didYouMean(name, names));
        });
    }

    private void takeWord(String word) {
        if (group == null && word.equals("help")) {
            put(option("--help"), "true");
        } else if (group == null) {
            group = find(word, groups, Group::names);
            List<Command> commands = group.commands().get();
            if (commands.size() == 1 && commands.getFirst().name().equals(group.name())) {
                command = commands.getFirst();
            }
        } else if (command == null) {
            command = find(word, group.commands().get(), Command::names);
        } else {
            words.add(word);
        }
    }

    private static <T> T find(String word, List<T> all, java.util.function.Function<T, List<String>> names) {
        return all.stream()
                .filter(each -> names.apply(each).contains(word))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> known = all.stream()
                            .flatMap(each -> names.apply(each).stream())
                            .toList();
                    return Failure.usage("unknown command " + word + didYouMean(word, known));
                });
    }

    private static String didYouMean(String word, List<String> known) {
        return NearestWord.to(word, known)
                .map(near -> ": did you mean " + near + "?")
                .orElse("");
    }

    private void checkComplete() {
        if (command == null) {
            return;
        }
        for (Option option : command.options()) {
            if (option.isRequired() && !options.containsKey(option.name())) {
                throw Failure.usage(option.name() + " is missing: " + option.summary());
            }
        }
        checkWords(command.words());
    }

    private void checkWords(List<String> expected) {
        long needed = expected.stream().filter(word -> !word.startsWith("[")).count();
        if (words.size() < needed) {
            throw Failure.usage(expected.get(words.size()) + " is missing");
        }
        boolean isOpen = !expected.isEmpty() && expected.getLast().contains("...");
        if (words.size() > expected.size() && !isOpen) {
            throw Failure.usage("unexpected word " + words.get(expected.size()));
        }
    }
}
