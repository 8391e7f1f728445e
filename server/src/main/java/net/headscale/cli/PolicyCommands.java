package net.headscale.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Commands about a tailnet's policy.
final class PolicyCommands {
    private static final Option FILE = Option.of("-f,--file", "FILE", "the policy; - reads it from standard input")
            .required();
    private static final Option BYPASS = Option.flag(
            "--bypass-grpc-and-access-database-directly,--bypass-server-and-access-database-directly",
            "use the database itself, while no server runs");

    private PolicyCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of("get,show,view,fetch", "Show the policy as it was written", PolicyCommands::get)
                        .with(BYPASS),
                Command.of("set,put,update", "Replace the policy", PolicyCommands::set)
                        .with(FILE, BYPASS),
                Command.of("check", "Check a policy, its tests included, without setting it", PolicyCommands::check)
                        .with(FILE, BYPASS));
    }

    private static int get(Invocation invocation) {
        bypassIfTold(invocation);
        String policy = Json.text(invocation.session().get(Paths.of("policy")).get("policy"));
        invocation.session().terminal().out().println(policy.stripTrailing());
        return 0;
    }

    private static int set(Invocation invocation) {
        bypassIfTold(invocation);
        var body = Map.of("policy", read(invocation));
        invocation.session().request("PUT", Paths.of("policy"), body);
        invocation.output().done("Policy updated");
        return 0;
    }

    private static int check(Invocation invocation) {
        bypassIfTold(invocation);
        invocation.session().post(Paths.of("policy", "check"), Map.of("policy", read(invocation)));
        invocation.output().done("Policy is valid");
        return 0;
    }

    private static void bypassIfTold(Invocation invocation) {
        if (invocation.option("--bypass-server-and-access-database-directly").equals("true")) {
            invocation.session().bypassServer();
        }
    }

    private static String read(Invocation invocation) {
        String file = invocation.option("--file");
        try {
            return file.equals("-")
                    ? new String(invocation.session().terminal().in().readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (IOException e) {
            throw Failure.of("the policy " + file + " cannot be read: " + e.getMessage());
        }
    }
}
