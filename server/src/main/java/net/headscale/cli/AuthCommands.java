package net.headscale.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.headscale.cli.api.Paths;
import net.headscale.cli.command.Command;
import net.headscale.cli.command.Invocation;
import net.headscale.cli.command.Option;
import net.headscale.cli.output.Json;

/// Commands about logins that wait for an administrator.
final class AuthCommands {
    private static final Option AUTH_ID =
            Option.of("--auth-id", "ID", "what the login page shows").required();

    static final Option USER = Option.of("-u,--user", "USER", "whose node it is; the tailnet's owner if not said");
    static final Option IP =
            Option.of("--ip", "ADDRESSES", "the addresses that it gets, such as 100.64.0.9,fd7a:115c:a1e0::9");

    private AuthCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of(
                                "register",
                                "Let a waiting node in",
                                invocation -> register(invocation, invocation.option("--auth-id")))
                        .with(USER, IP, AUTH_ID),
                Command.of("approve", "Approve a waiting check", invocation -> decide(invocation, "approve"))
                        .with(AUTH_ID),
                Command.of("reject", "Reject a waiting check", invocation -> decide(invocation, "reject"))
                        .with(AUTH_ID));
    }

    /// Lets in the node that waits under `authId`, which may be its machine key, as in the first releases.
    static int register(Invocation invocation, String authId) {
        Map<String, Object> body = new LinkedHashMap<>();
        invocation.find("--user").ifPresent(user -> body.put("user", user));
        body.put("authId", authId);
        if (invocation.has("--ip")) {
            body.put("ipAddresses", invocation.all("--ip"));
        }
        var node = Json.object(
                invocation.session().post(Paths.of("auth", "register"), body).get("node"));
        invocation.output().show(node, "Node " + Json.text(node.get("givenName")) + " registered");
        return 0;
    }

    private static int decide(Invocation invocation, String verdict) {
        var body = Map.of("authId", invocation.option("--auth-id"));
        invocation.session().post(Paths.of("auth", verdict), body);
        invocation.output().done(verdict.equals("approve") ? "Approved" : "Rejected");
        return 0;
    }
}
