package net.headscale.cli;

import java.util.List;
import net.headscale.cli.command.Command;
import net.headscale.cli.command.Invocation;
import net.headscale.cli.command.Option;
import net.headscale.cli.output.Failure;

/// Commands of headscale 0.30 about OAuth clients, which belong to its API `/api/v2`. They are known, and not
/// served yet: scripts are told so, in place of a guess at what they misspelt.
final class OAuthClientCommands {
    private OAuthClientCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of("create,c,new", "Not served yet", OAuthClientCommands::refuse)
                        .with(
                                Option.of("-s,--scope", "SCOPE", "what it may do"),
                                Option.of("-t,--tag", "TAG", "what its keys may be for"),
                                Option.of("-d,--description", "TEXT", "what it is for")),
                Command.of("list,ls,show", "Not served yet", OAuthClientCommands::refuse),
                Command.of("delete,remove,del", "Not served yet", OAuthClientCommands::refuse)
                        .with(Option.of("-i,--id", "ID", "the client with this id")));
    }

    private static int refuse(Invocation invocation) {
        throw Failure.of("OAuth clients are known, not served yet: let programs use a key of headscale apikeys create");
    }
}
