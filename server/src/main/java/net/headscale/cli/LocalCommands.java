package net.headscale.cli;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.headscale.cli.api.Paths;
import net.headscale.cli.command.Command;
import net.headscale.cli.command.Invocation;
import net.headscale.cli.command.Option;
import net.headscale.cli.output.Failure;

/// Commands that need no server, and those that look after one.
final class LocalCommands {
    static final Command HEALTH = Command.of("health", "Ask the server whether it is well", LocalCommands::health);

    private LocalCommands() {}

    /// The group `generate`.
    static List<Command> generate() {
        return List.of(Command.of("private-key", "Make a private key", LocalCommands::privateKey));
    }

    /// The group `debug`.
    static List<Command> debug() {
        return List.of(Command.of("create-node", "Plant a node that waits to be let in", LocalCommands::createNode)
                .with(
                        Option.of("-u,--user", "USER", "whose it will be").required(),
                        Option.of("-k,--key", "ID", "the auth id it waits under")
                                .required(),
                        Option.of("--name", "NAME", "its host name").required(),
                        Option.of("-r,--route", "PREFIX", "a route that it offers")));
    }

    private static int health(Invocation invocation) {
        var health = invocation.session().get(Paths.of("health"));
        boolean isWell = Boolean.TRUE.equals(health.get("databaseConnectivity"));
        invocation.output().show(health, isWell ? "The server is well" : "The server cannot use its database");
        return isWell ? 0 : Failure.FAILED;
    }

    private static int privateKey(Invocation invocation) {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        key[0] &= (byte) 0b1111_1000; // clamped as RFC 7748, 5 has it
        key[31] = (byte) ((key[31] & 0b0111_1111) | 0b0100_0000);
        String text = "privkey:" + HexFormat.of().formatHex(key);
        invocation.output().show(Map.of("private_key", text), text);
        return 0;
    }

    private static int createNode(Invocation invocation) {
        var body = Map.of(
                "user", invocation.option("--user"),
                "key", invocation.option("--key"),
                "name", invocation.option("--name"),
                "routes", invocation.all("--route"));
        var node = invocation.session().post(Paths.of("debug", "node"), body).get("node");
        invocation.output().show(node, "Node created");
        return 0;
    }
}
