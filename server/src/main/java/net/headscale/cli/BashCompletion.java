package net.headscale.cli;

import java.util.List;
import java.util.stream.Collectors;
import net.headscale.cli.command.Option;
import net.headscale.cli.output.Format;

/// The script for bash.
final class BashCompletion {
    private BashCompletion() {}

    /* Bash breaks words at "=", so that the value of `--output=json` is a word of its own. Where the function finds nothing,
    `-o default` lets bash complete files, which `compopt` forbids where none may follow (bash 3.2 has no such command). */
    static String script(List<Place> places) {
        return """
                _headscale() {
                    local word=${COMP_WORDS[COMP_CWORD]} before= place= each commands= options= values= files=
                %s    [[ $word != = ]] || word=
                    case "$place" in
                %s    esac
                    if [[ $before == -* && "$values " == *" $before "* ]]; then
                        commands= options=
                        [[ $before != -o && $before != --output ]] || commands="%s"
                        [[ "$files " == *" $before "* ]] || files=none
                    elif [[ $word == -* || ( -z $word && -z $commands && $files != *" FILE" ) ]]; then
                        commands=$options files=none
                    elif [[ $files != *" FILE" ]]; then
                        files=none
                    fi
                    [[ $files != none ]] || compopt +o default 2>/dev/null
                    COMPREPLY=($(compgen -W "$commands" -- "$word"))
                }
                complete -o default -F _headscale headscale
                """.formatted(
                        Place.search("${COMP_WORDS[@]:1:COMP_CWORD-1}", "=) continue ;;\n"),
                        places.stream().map(BashCompletion::branch).collect(Collectors.joining()),
                        String.join(" ", Format.names()));
    }

    private static String branch(Place place) {
        return "    %s)\n        commands=\"%s\" options=\"%s\"\n        values=\"%s\" files=\"%s\"\n        ;;\n"
                .formatted(
                        place.pattern(),
                        place.words().stream().map(Place.Word::text).collect(Collectors.joining(" ")),
                        place.options().stream().map(Option::name).collect(Collectors.joining(" ")),
                        spaced(Place.namesWithValue(place.options())),
                        spaced(place.namesBeforeFile()) + (place.takesFile() ? " FILE" : ""));
    }

    private static String spaced(List<String> words) {
        return words.stream().map(word -> " " + word).collect(Collectors.joining());
    }
}
