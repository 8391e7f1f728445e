package net.headscale.cli;

import java.util.List;
import java.util.function.Function;
import net.headscale.cli.command.Command;
import net.headscale.cli.command.Invocation;

/// Scripts that let a shell complete commands and options. They hold every word themselves: no program starts at a key.
final class Completion {
    private Completion() {}

    static List<Command> all() {
        return List.of(
                Command.of(
                        "bash",
                        "For bash: source <(headscale completion bash)",
                        call -> print(call, BashCompletion::script)),
                Command.of(
                        "zsh",
                        "For zsh: source <(headscale completion zsh), or as the file _headscale in $fpath",
                        call -> print(call, ZshCompletion::script)),
                Command.of(
                        "fish",
                        "For fish: headscale completion fish | source",
                        call -> print(call, FishCompletion::script)));
    }

    private static int print(Invocation invocation, Function<List<Place>, String> script) {
        invocation.session().terminal().out().print(script.apply(Place.all(Vocabulary.groups())));
        return 0;
    }
}
