package net.headscale.cli;

import java.util.List;
import java.util.stream.Collectors;
import net.headscale.cli.command.Option;
import net.headscale.cli.command.Parser;
import net.headscale.cli.output.Format;

/// The script for fish.
final class FishCompletion {
    private FishCompletion() {}

    static String script(List<Place> places) {
        var text = new StringBuilder("""
                function __headscale_at
                    set -l place
                    set -l before
                    for each in (commandline -opc)[2..]
                        if not string match -q -- '-*' $each
                            and not contains -- "$before" %s
                            and test (count $place) -lt 2
                            set -a place $each
                        end
                        set before $each
                    end
                    for each in $argv
                        string match -q -- $each "$place"; and return 0
                    end
                    return 1
                end
                complete -c headscale -f
                """.formatted(String.join(" ", Place.namesWithValue(Parser.GLOBAL))));
        Parser.GLOBAL.forEach(option -> text.append("complete -c headscale").append(understood(option)));
        for (Place place : places) {
            String here = "complete -c headscale -n '__headscale_at " + patterns(place) + "'";
            place.words()
                    .forEach(word ->
                            text.append(here).append(" -a " + word.text() + " -d " + quoted(word.summary()) + "\n"));
            place.options().stream()
                    .filter(option -> !isGlobal(option))
                    .forEach(option -> text.append(here).append(understood(option)));
            if (place.takesFile()) {
                text.append(here).append(" -F\n");
            }
        }
        return text.toString();
    }

    private static boolean isGlobal(Option option) {
        return Parser.GLOBAL.stream().anyMatch(global -> global.name().equals(option.name()));
    }

    private static String patterns(Place place) {
        return place.paths().stream()
                .map(path -> place.isEnd() && !path.contains(" ")
                        ? "\"%s\" \"%s *\"".formatted(path, path)
                        : "\"" + path + "\"")
                .collect(Collectors.joining(" "));
    }

    /// What follows `complete` for an option.
    private static String understood(Option option) {
        String names = option.names().stream()
                .map(name -> name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1))
                .collect(Collectors.joining());
        return names + value(option) + " -d " + quoted(option.summary()) + "\n";
    }

    private static String value(Option option) {
        if (option.isFlag()) {
            return "";
        }
        if (option.name().equals("--output")) {
            return " -x -a '" + String.join(" ", Format.names()) + "'";
        }
        return Place.isFile(option) ? " -r -F" : " -x";
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
