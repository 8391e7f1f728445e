package net.headscale.cli;

import java.util.Map;
import net.headscale.cli.api.Paths;
import net.headscale.cli.command.Command;
import net.headscale.cli.command.Invocation;
import net.headscale.cli.command.Option;
import net.headscale.cli.output.Failure;

/// Commands that share a node with another tailnet: the first releases name the tailnet after the node, or `--with`
/// does.
final class ShareCommands {
    private static final Option WITH = Option.of("-w,--with", "NAMESPACE", "the other tailnet");

    static final Command SHARE = Command.of(
                    "share", "Let the nodes of another tailnet connect to a node", ShareCommands::share)
            .taking("[NODE]", "[NAMESPACE]")
            .with(NodeCommands.ID, WITH);

    static final Command UNSHARE = Command.of(
                    "unshare", "Share a node with another tailnet no longer", ShareCommands::unshare)
            .taking("[NODE]", "[NAMESPACE]")
            .with(NodeCommands.ID, WITH);

    private ShareCommands() {}

    private static int share(Invocation invocation) {
        String other = change(invocation, "share");
        invocation.output().done("Node shared with " + other);
        return 0;
    }

    private static int unshare(Invocation invocation) {
        String other = change(invocation, "unshare");
        invocation.output().done("Node no longer shared with " + other);
        return 0;
    }

    private static String change(Invocation invocation, String verb) {
        String other = other(invocation);
        String path = Paths.of("node", NodeCommands.chosen(invocation), verb);
        invocation.session().post(path, Map.of("tailnet", other));
        return other;
    }

    private static String other(Invocation invocation) {
        int after = invocation.has("--identifier") ? 0 : 1;
        String other = invocation.has("--with") ? invocation.option("--with") : invocation.word(after);
        if (other.isEmpty()) {
            throw Failure.usage("the other tailnet is not named: give --with NAMESPACE");
        }
        return other;
    }
}
