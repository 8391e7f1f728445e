package net.headscale.cli;

import java.util.List;
import java.util.stream.Collectors;
import net.headscale.cli.output.Format;

/// The script for zsh.
final class ZshCompletion {
    private ZshCompletion() {}

    /* As a file of `$fpath`, zsh runs the whole text as the function's first call; read by `source`, it registers the
    function, and starts the completion system where nobody did. */
    static String script(List<Place> places) {
        return """
                #compdef headscale
                _headscale() {
                    local before= place= each
                    local -a commands options values files
                %s    case "$place" in
                %s    esac
                    [[ $PREFIX != --*=* ]] || { before=${PREFIX%%%%=*}; compset -P 1 '*='; }
                    if (( ${values[(Ie)$before]} )); then
                        if [[ $before == (-o|--output) ]]; then
                            compadd -- %s
                        elif (( ${files[(Ie)$before]} )); then
                            _files
                        fi
                    elif [[ $PREFIX == -* || ( -z $PREFIX && $#commands -eq 0 && ${files[(Ie)FILE]} -eq 0 ) ]]; then
                        _describe -o option options
                    elif (( $#commands )); then
                        _describe command commands
                    elif (( ${files[(Ie)FILE]} )); then
                        _files
                    fi
                }
                if [[ ${funcstack[1]} == _headscale ]]; then
                    _headscale "$@"
                else
                    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i; }
                    compdef _headscale headscale
                fi
                """.formatted(
                        Place.search("${(@)words[2,CURRENT-1]}", ""),
                        places.stream().map(ZshCompletion::branch).collect(Collectors.joining()),
                        String.join(" ", Format.names()));
    }

    private static String branch(Place place) {
        return "    %s)\n        commands=(%s)\n        options=(%s)\n        values=(%s) files=(%s%s)\n        ;;\n"
                .formatted(
                        place.pattern(),
                        place.words().stream()
                                .map(word -> described(word.text(), word.summary()))
                                .collect(Collectors.joining(" ")),
                        place.options().stream()
                                .map(option -> described(option.name(), option.summary()))
                                .collect(Collectors.joining(" ")),
                        String.join(" ", Place.namesWithValue(place.options())),
                        String.join(" ", place.namesBeforeFile()),
                        place.takesFile() ? " FILE" : "");
    }

    private static String described(String word, String summary) {
        return "'" + word + ":" + summary.replace("'", "'\\''") + "'";
    }
}
