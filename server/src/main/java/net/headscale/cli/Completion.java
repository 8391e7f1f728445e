package net.headscale.cli;

import java.util.ArrayList;
import java.util.List;
import net.headscale.cli.command.Command;
import net.headscale.cli.command.Group;
import net.headscale.cli.command.Invocation;
import net.headscale.cli.command.Option;
import net.headscale.cli.command.Parser;

/// Scripts that let a shell complete commands and options.
final class Completion {
    private Completion() {}

    static List<Command> all() {
        return List.of(
                Command.of("bash", "For bash: source <(headscale completion bash)", call -> print(call, bash())),
                Command.of("zsh", "For zsh: source <(headscale completion zsh)", call -> print(call, zsh())),
                Command.of("fish", "For fish: headscale completion fish | source", call -> print(call, fish())));
    }

    private static int print(Invocation invocation, String script) {
        invocation.session().terminal().out().print(script);
        return 0;
    }

    private static String bash() {
        return function() + "complete -o default -F _headscale headscale\n";
    }

    private static String zsh() {
        return "autoload -U +X bashcompinit && bashcompinit\n" + bash();
    }

    /// A shell function that finds the group and command among the words before the cursor, and what may follow.
    private static String function() {
        var cases = new StringBuilder();
        Vocabulary.groups().forEach(group -> appendCases(cases, group));
        return """
                _headscale() {
                    local word=${COMP_WORDS[COMP_CWORD]} each path=" " known before=
                    for each in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                        case "$before" in
                        %s) ;;
                        *) [[ $each == -* ]] || path+="$each " ;;
                        esac
                        before=$each
                    done
                    case "$path" in
                %s    *) known="%s" ;;
                    esac
                    COMPREPLY=($(compgen -W "$known" -- "$word"))
                }
                """.formatted(String.join("|", namesBeforeValues()), cases, String.join(" ", groupNames()));
    }

    /// Options of every command after which the next word is theirs.
    private static List<String> namesBeforeValues() {
        return Parser.GLOBAL.stream()
                .filter(option -> !option.isFlag())
                .flatMap(option -> option.names().stream())
                .toList();
    }

    private static void appendCases(StringBuilder text, Group group) {
        List<Command> commands = group.commands().get();
        for (Command command : commands) {
            List<String> names = command.name().equals(group.name()) ? List.of("") : command.names();
            appendCase(text, paths(group.names(), names), optionNames(command));
        }
        appendCase(
                text,
                paths(group.names(), List.of("")),
                commands.stream().map(Command::name).toList());
    }

    private static List<String> paths(List<String> groups, List<String> commands) {
        return groups.stream()
                .flatMap(group -> commands.stream()
                        .map(command -> "\" " + group + (command.isEmpty() ? "" : " " + command) + " \"*"))
                .toList();
    }

    private static void appendCase(StringBuilder text, List<String> patterns, List<String> known) {
        text.append("    ").append(String.join("|", patterns)).append(") known=\"");
        text.append(String.join(" ", known)).append("\" ;;\n");
    }

    private static String fish() {
        var text = new StringBuilder();
        String isFirst = "__fish_use_subcommand";
        for (Group group : Vocabulary.groups()) {
            text.append(line(isFirst, group.name(), group.summary()));
            String seen = "__fish_seen_subcommand_from " + String.join(" ", group.names());
            for (Command command : group.commands().get()) {
                if (!command.name().equals(group.name())) {
                    text.append(line(seen, command.name(), command.summary()));
                }
            }
        }
        return text.toString();
    }

    private static String line(String condition, String word, String summary) {
        return "complete -c headscale -f -n '" + condition + "' -a " + word + " -d '" + summary.replace("'", "\\'")
                + "'\n";
    }

    private static List<String> groupNames() {
        return Vocabulary.groups().stream().map(Group::name).toList();
    }

    private static List<String> optionNames(Command command) {
        List<Option> options = new ArrayList<>(command.options());
        options.addAll(Parser.GLOBAL);
        return options.stream().map(Option::name).toList();
    }
}
