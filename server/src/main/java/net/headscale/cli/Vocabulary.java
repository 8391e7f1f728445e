package net.headscale.cli;

import java.util.List;
import net.headscale.cli.command.Group;

/// Every command that there is: today's words, and those of the first releases.
final class Vocabulary {
    private static final List<Group> GROUPS = List.of(
            Group.of(ServerCommands.SERVE),
            Group.of("users,user", "Users of a tailnet", UserCommands::all),
            Group.of("nodes,node,machines,machine", "Nodes of a tailnet", NodeCommands::all),
            Group.of("preauthkeys,preauthkey,authkey,pre", "Keys that let nodes join", PreauthKeyCommands::all),
            Group.of("auth", "Logins that wait for you", AuthCommands::all),
            Group.of("routes,route", "Routes of nodes", RouteCommands::all),
            Group.of("policy", "Who may reach whom", PolicyCommands::all),
            Group.of("namespaces,namespace,ns,tailnets,tailnet", "Tailnets of the server", TailnetCommands::all),
            Group.of("apikeys,apikey,api", "Keys that let programs use the API", ApiKeyCommands::all),
            Group.of(
                    "oauth-clients,oauth-client,oauthclients,oauthclient,oauth",
                    "Programs that get access tokens to the API",
                    OAuthClientCommands::all),
            Group.of(LocalCommands.HEALTH),
            Group.of(ServerCommands.CONFIGTEST),
            Group.of(KeepingCommands.DOCTOR),
            Group.of(KeepingCommands.BACKUP),
            Group.of(KeepingCommands.RESTORE),
            Group.of(KeepingCommands.EXPORT),
            Group.of(KeepingCommands.IMPORT),
            Group.of("generate,gen", "Make keys", LocalCommands::generate),
            Group.of("completion", "Let a shell complete the words", Completion::all),
            Group.of(ManPage.COMMAND),
            Group.of("debug", "For tests", LocalCommands::debug),
            Group.of(ServerCommands.VERSION));

    private Vocabulary() {}

    static List<Group> groups() {
        return GROUPS;
    }
}
