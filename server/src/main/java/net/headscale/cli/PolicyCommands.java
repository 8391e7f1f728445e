package net.headscale.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.headscale.cli.api.Paths;
import net.headscale.cli.command.Command;
import net.headscale.cli.command.Invocation;
import net.headscale.cli.command.Option;
import net.headscale.cli.output.Failure;
import net.headscale.cli.output.Json;
import net.headscale.cli.output.Shown;
import net.headscale.cli.output.Table;
import org.jspecify.annotations.Nullable;

/// Commands about a tailnet's policy.
final class PolicyCommands {
    private static final Option FILE = Option.of("-f,--file", "FILE", "the policy; - reads it from standard input")
            .required();
    private static final int SHOWN_DIGITS = 12; // as many as --expected asks for
    private static final Option BYPASS = Option.flag(
            "--bypass-grpc-and-access-database-directly,--bypass-server-and-access-database-directly",
            "use the database itself, while no server runs");

    private PolicyCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of("get,show,view,fetch", "Show the policy as it was written", PolicyCommands::get)
                        .with(Option.of("--version", "NUMBER", "an earlier one; policy history lists them"), BYPASS),
                Command.of("history,versions,log", "List the versions of the policy", PolicyCommands::history)
                        .with(BYPASS),
                Command.of("set,put,update", "Replace the policy", PolicyCommands::set)
                        .with(
                                FILE,
                                Option.of(
                                        "--expected",
                                        "TAG",
                                        "only if the policy is still the one of this tag, which policy history shows;"
                                                + " none: if there is none yet"),
                                BYPASS),
                Command.of(
                                "explain,why",
                                "Tell whether a node may reach another, and by which line",
                                PolicyCommands::explain)
                        .with(
                                Option.of("-s,--src", "NODE|USER", "who wants to reach")
                                        .required(),
                                Option.of("-d,--dst", "NODE[:PORT]", "what is to be reached")
                                        .required(),
                                BYPASS),
                Command.of("check", "Check a policy, its tests included, without setting it", PolicyCommands::check)
                        .with(FILE, BYPASS));
    }

    private static int get(Invocation invocation) {
        bypassIfTold(invocation);
        String path = Paths.withQuery(Paths.of("policy"), "version", invocation.option("--version"));
        String policy = Json.text(invocation.session().get(path).get("policy"));
        invocation.session().terminal().out().println(policy.stripTrailing());
        return 0;
    }

    private static int set(Invocation invocation) {
        bypassIfTold(invocation);
        Map<String, String> body = new LinkedHashMap<>();
        body.put("policy", read(invocation));
        invocation.find("--expected").ifPresent(tag -> body.put("expected", tag));
        var set = invocation.session().request("PUT", Paths.of("policy"), body);
        showWarnings(invocation, set);
        invocation.output().done("Policy updated");
        return 0;
    }

    private static int history(Invocation invocation) {
        bypassIfTold(invocation);
        var versions = Json.list(
                invocation.session().get(Paths.of("policy", "versions")).get("versions"));
        var table = new Table("Version", "Set", "By", "Tag");
        for (Object each : versions) {
            var version = Json.object(each);
            table.add(
                    Json.text(version.get("version")),
                    Shown.time(version.get("updatedAt")),
                    Shown.word(version.get("author")),
                    Json.text(version.get("etag")).substring(0, SHOWN_DIGITS));
        }
        invocation.output().show(versions, table);
        return 0;
    }

    private static int explain(Invocation invocation) {
        bypassIfTold(invocation);
        String path = Paths.withQuery(Paths.of("policy", "explain"), "src", invocation.option("--src"));
        var answer = invocation.session().get(Paths.withQuery(path, "dst", invocation.option("--dst")));
        StringBuilder text = new StringBuilder();
        for (Object each : Json.list(answer.get("answers"))) {
            text.append(text.isEmpty() ? "" : "\n").append(told(Json.object(each)));
        }
        invocation.output().show(answer, text.toString());
        return 0;
    }

    private static String told(Map<String, @Nullable Object> answer) {
        String ends = Json.text(Json.object(answer.get("source")).get("name")) + " -> "
                + Json.text(Json.object(answer.get("destination")).get("name"));
        List<@Nullable Object> rules = Json.list(answer.get("rules"));
        if (rules.isEmpty()) {
            return ends + ": denied, no rule allows it";
        }
        StringBuilder text = new StringBuilder(ends + ": allowed");
        for (Object each : rules) {
            var rule = Json.object(each);
            String section = Json.text(rule.get("section"));
            text.append("\n  ")
                    .append(
                            section.equals("none")
                                    ? "there are neither acls nor grants: everything is allowed"
                                    : section + "[" + Json.text(rule.get("index")) + "], line "
                                            + Json.text(rule.get("line")) + ": " + Json.text(rule.get("text")));
        }
        return text.toString();
    }

    private static void showWarnings(Invocation invocation, Map<String, @Nullable Object> answer) {
        for (Object each : Json.list(answer.get("warnings"))) {
            var warning = Json.object(each);
            invocation
                    .session()
                    .terminal()
                    .err()
                    .println("Warning: line " + Json.text(warning.get("line")) + ", column "
                            + Json.text(warning.get("column")) + ": " + Json.text(warning.get("message")));
        }
    }

    private static int check(Invocation invocation) {
        bypassIfTold(invocation);
        var body = Map.of("policy", read(invocation));
        showWarnings(invocation, invocation.session().post(Paths.of("policy", "check"), body));
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
            throw Failure.of("the policy " + file + " cannot be read: " + reason(e));
        }
    }

    /// The JDK gives most of these the file's name for a message.
    private static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "it is not yours to read";
            case CharacterCodingException _ -> "it is no text in UTF-8";
            default -> String.valueOf(failure.getMessage());
        };
    }
}
