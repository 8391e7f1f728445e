package net.headscale.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.headscale.cli.command.Command;
import net.headscale.cli.command.Group;
import net.headscale.cli.command.Option;
import net.headscale.cli.command.Parser;

/// A place on the command line, and what may follow there: what the scripts for shells are made of.
///
/// @param paths the words that lead to it, in every spelling: none, a group, or a group and a command
/// @param isEnd whether no command can follow, so that further words are arguments
/// @param words those that may follow
/// @param options those that are understood
/// @param takesFile whether a file may follow
record Place(List<String> paths, boolean isEnd, List<Word> words, List<Option> options, boolean takesFile) {
    /// A word that may follow, and what it does.
    record Word(String text, String summary) {}

    /// Every place; the line's beginning is the first.
    static List<Place> all(List<Group> groups) {
        List<Place> places = new ArrayList<>();
        List<Word> first = groups.stream()
                .map(group -> new Word(group.name(), group.summary()))
                .toList();
        places.add(new Place(List.of(""), false, first, Parser.GLOBAL, false));
        groups.forEach(group -> addTo(places, group));
        return places;
    }

    private static void addTo(List<Place> places, Group group) {
        List<Command> commands = group.commands().get();
        if (commands.size() == 1 && commands.getFirst().name().equals(group.name())) {
            places.add(of(group.names(), commands.getFirst()));
            return;
        }
        List<Word> words = commands.stream()
                .map(command -> new Word(command.name(), command.summary()))
                .toList();
        places.add(new Place(group.names(), false, words, Parser.GLOBAL, false));
        for (Command command : commands) {
            places.add(of(
                    group.names().stream()
                            .flatMap(name -> command.names().stream().map(each -> name + " " + each))
                            .toList(),
                    command));
        }
    }

    private static Place of(List<String> paths, Command command) {
        return new Place(
                paths,
                true,
                List.of(),
                Stream.concat(command.options().stream(), globalBut(command.options()))
                        .toList(),
                command.words().stream().anyMatch(word -> word.contains("FILE")));
    }

    /// The options of every command, without the names that a command's own options take from them.
    private static Stream<Option> globalBut(List<Option> own) {
        Set<String> taken = new HashSet<>();
        own.forEach(option -> taken.addAll(option.names()));
        return Parser.GLOBAL.stream()
                .map(option -> new Option(
                        option.names().stream()
                                .filter(name -> !taken.contains(name))
                                .toList(),
                        option.placeholder(),
                        option.summary(),
                        false));
    }

    /// The names of those options after which a word is theirs.
    static List<String> namesWithValue(List<Option> options) {
        return options.stream()
                .filter(option -> !option.isFlag())
                .flatMap(option -> option.names().stream())
                .toList();
    }

    /// Whether the value of an option is a file's name.
    static boolean isFile(Option option) {
        return option.placeholder().equals("FILE") || option.placeholder().equals("DATABASE");
    }

    /// The names of those options after which a file may follow.
    List<String> namesBeforeFile() {
        return namesWithValue(options.stream().filter(Place::isFile).toList());
    }

    /// What the words before the cursor are compared with, as bash and zsh write it.
    String pattern() {
        return paths.stream()
                .map(path ->
                        isEnd && !path.contains(" ") ? "\"%s\"|\"%s \"*".formatted(path, path) : "\"" + path + "\"")
                .collect(Collectors.joining("|"));
    }

    /// The part of a script for bash or zsh that finds the `place` of the cursor and the word `before` it.
    ///
    /// @param words those before the cursor, as the shell calls them
    /// @param first a branch of the shell's own for a word, or nothing
    static String search(String words, String first) {
        return """
                for each in "%s"; do
                    case "$each" in
                    %s-*) ;;
                    *)
                        case "$before" in
                        %s) ;;
                        *) [[ $place == *" "* ]] || place+=${place:+ }$each ;;
                        esac
                        ;;
                    esac
                    before=$each
                done
                """.formatted(
                        words, first.isEmpty() ? "" : first + "    ", String.join("|", namesWithValue(Parser.GLOBAL)))
                .indent(4);
    }
}
