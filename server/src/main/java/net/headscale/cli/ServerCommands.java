package net.headscale.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.headscale.cli.command.Command;
import net.headscale.cli.command.Invocation;
import net.headscale.cli.command.Session;
import net.headscale.cli.command.Version;
import net.headscale.cli.output.Failure;
import net.headscale.cli.output.Json;
import net.headscale.config.Config;
import net.headscale.config.Loaded;
import net.headscale.config.Origin;
import net.headscale.config.key.Problem;
import org.jspecify.annotations.Nullable;

/// Commands about the server as a whole.
final class ServerCommands {
    static final Command SERVE = Command.of("serve", "Run the server", ServerCommands::serve);
    static final Command CONFIGTEST =
            Command.of("configtest", "Check the configuration; touches nothing", ServerCommands::configtest);
    static final Command VERSION = Command.of("version", "Show the version", ServerCommands::version);

    private ServerCommands() {}

    private static int serve(Invocation invocation) {
        Session session = invocation.session();
        Config config = session.config();
        session.warnings().forEach(warning -> session.terminal().err().println(shown(warning, config)));
        if (config.origin() instanceof Origin.Defaults(var stateFolder)) {
            session.terminal().out().println("""
                    No configuration was found: the server is reached from this machine only.
                      address   %s
                      files     %s
                    Next, in another terminal on this machine:
                      headscale preauthkeys create
                      tailscale up --login-server %s --auth-key KEY
                    For other machines, write a config.yaml with server_url and listen_addr; config.yaml.example shows all keys.
                    """.formatted(
                    config.http().serverUrl(), stateFolder, config.http().serverUrl()));
            session.terminal().out().flush();
        }
        return session.product().serve(config, session::loaded, session.terminal());
    }

    /// A warning as it stands among the lines of the log.
    private static String shown(Problem warning, Config config) {
        return switch (config.operation().log().format()) {
            case TEXT -> "Warning: " + warning;
            case JSON -> {
                Map<String, @Nullable Object> line = new LinkedHashMap<>();
                line.put("level", "warn");
                line.put("message", "configuration");
                line.put("problem", warning.toString());
                yield Json.write(line);
            }
        };
    }

    private static int configtest(Invocation invocation) {
        Session session = invocation.session();
        return switch (session.loaded()) {
            case Loaded.Ready(var _, List<Problem> warnings) -> {
                warnings.forEach(warning -> session.terminal().err().println("Warning: " + warning));
                yield 0;
            }
            case Loaded.Rejected(List<Problem> problems) -> {
                problems.forEach(session.terminal().err()::println);
                yield Failure.FAILED;
            }
        };
    }

    private static int version(Invocation invocation) {
        Version version = Version.ofBuild();
        invocation.output().show(version.json(), version.toString());
        return 0;
    }
}
