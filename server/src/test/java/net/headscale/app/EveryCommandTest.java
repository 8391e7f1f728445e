package net.headscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every command, in every output format, on a whole server.
class EveryCommandTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// In an order in which each has what it needs. `raw` marks those that print a document of another kind.
    private static final List<String> LINES = """
            version
            health
            configtest                                                                    # raw
            generate private-key
            completion bash                                                               # raw
            completion zsh                                                                # raw
            completion fish                                                               # raw
            man                                                                           # raw
            namespaces create lab
            namespaces rename lab shop
            namespaces list
            -n shop users list
            namespaces destroy shop --force
            users create ana -d Ana -e ana@x.org -p https://x.org/ana.png
            users list
            users list -n ana
            users list -e ana@x.org
            users list -i 1
            users rename -n ana -r bea
            users set-role -n bea -r auditor
            debug create-node -u bea -k hskey-authreq-000000000000000000000001 --name one -r 10.0.0.0/8
            auth register -u bea --auth-id hskey-authreq-000000000000000000000001
            debug create-node -u bea -k hskey-authreq-000000000000000000000002 --name two
            nodes register -u bea -k hskey-authreq-000000000000000000000002
            debug create-node -u bea -k hskey-authreq-000000000000000000000003 --name three
            auth approve --auth-id hskey-authreq-000000000000000000000003
            debug create-node -u bea -k hskey-authreq-000000000000000000000004 --name four
            auth reject --auth-id hskey-authreq-000000000000000000000004
            nodes list
            nodes list -u bea
            nodes list --online
            nodes show one
            nodes list-routes
            nodes list-routes -i 1
            nodes approve-routes -i 1 -r 10.0.0.0/8
            routes list
            routes disable one 10.0.0.0/8
            routes enable one 10.0.0.0/8
            namespaces create other
            nodes share -i 1 --with other
            nodes unshare -i 1 --with other
            nodes rename -i 2 second
            nodes expire -i 2
            nodes expire -i 2 -e 2040-01-01T00:00:00Z
            nodes expire -i 2 --disable
            nodes move -i 3 -u bea
            policy set -f POLICY
            policy get                                                                    # raw
            policy check -f POLICY
            nodes tag -i 2 -t tag:web
            nodes list --tag tag:web
            nodes backfillips --force
            preauthkeys create -u bea --reusable --ephemeral -e 24h
            preauthkeys create --tags tag:web
            preauthkeys list
            preauthkeys expire -i 1
            preauthkeys delete -i 1
            apikeys create -e 90d
            apikeys list
            apikeys expire -i 1
            apikeys delete -i 1
            oauth-clients create -s auth_keys -s users:read -t tag:web -d terraform
            oauth-clients list
            oauth-clients delete -i CLIENT
            nodes delete -i 1 --force
            nodes delete -i 2 --force
            nodes delete -i 3 --force
            users destroy -n bea --force
            """.lines().toList();

    // what other tests run: it ends no sooner than told, or is not asked of the API
    private static final List<String> ELSEWHERE =
            List.of("serve", "backup", "restore", "export", "import", "doctor", "policy history", "policy explain");

    @TempDir
    Path folder;

    private record Line(String command, boolean isRaw) {
        static Line parse(String text) {
            int mark = text.indexOf('#');
            return new Line((mark < 0 ? text : text.substring(0, mark)).strip(), mark >= 0);
        }
    }

    private List<Line> lines() {
        RunningServer.put(folder.resolve("policy.hujson"), "{\"tagOwners\": {\"tag:web\": [\"bea@\"]}}");
        return LINES.stream()
                .map(text ->
                        text.replace("POLICY", folder.resolve("policy.hujson").toString()))
                .map(Line::parse)
                .toList();
    }

    /// What each command prints.
    private Map<Line, String> outputs(String... format) {
        Map<Line, String> outputs = new LinkedHashMap<>();
        try (var server = RunningServer.start(folder, "policy: {mode: database}\n")) {
            for (Line line : lines()) {
                String command = line.command().contains("CLIENT")
                        ? line.command().replace("CLIENT", onlyClient(server))
                        : line.command();
                List<String> words = new ArrayList<>(List.of(command.split(" ")));
                words.addAll(List.of(format));
                outputs.put(line, server.run(words.toArray(String[]::new)));
            }
        }
        return outputs;
    }

    /// The id of the OAuth client that there is, which is random.
    private static String onlyClient(RunningServer server) {
        return JSON.readTree(server.run("oauth-clients", "list", "-o", "json"))
                .get(0)
                .path("id")
                .asString();
    }

    @Test
    void people_read_something_after_every_command() {
        assertThat(outputs()).allSatisfy((line, text) -> {
            if (!line.isRaw()) {
                assertThat(text).as(line.command()).isNotBlank().doesNotStartWith("{");
            }
        });
    }

    @Test
    void programs_read_the_same_tree_in_all_three_formats() {
        Map<Line, String> json = outputs("-o", "json");
        Map<Line, String> onOneLine = outputs("--output", "json-line");
        Map<Line, String> yaml = outputs("-o=yaml");

        json.forEach((line, text) -> {
            if (!line.isRaw()) {
                String shape = shape(JSON.readTree(text));
                assertThat(onOneLine.get(line)).as(line.command()).doesNotContain("\n");
                assertThat(shape(JSON.readTree(onOneLine.get(line))))
                        .as(line.command())
                        .isEqualTo(shape);
                assertThat(shape(fromYaml(yaml.get(line)))).as(line.command()).isEqualTo(shape);
            }
        });
    }

    private static JsonNode fromYaml(String text) {
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    /// A tree with kinds in the place of values, which differ from run to run.
    private static String shape(JsonNode node) {
        if (node.isObject()) {
            var fields = new ArrayList<String>();
            node.properties().forEach(field -> fields.add(field.getKey() + ":" + shape(field.getValue())));
            return fields.toString();
        }
        if (node.isArray()) {
            return "list" + node.values().stream().map(EveryCommandTest::shape).toList();
        }
        return node.getNodeType().toString();
    }

    @Test
    void no_command_is_missing_here() {
        var covered = new TreeSet<String>();
        lines().forEach(line -> {
            String[] words = line.command().replaceFirst("^-n \\S+ ", "").split(" ");
            covered.add(words[0]);
            covered.add(words[0] + (words.length > 1 ? " " + words[1] : ""));
        });
        var missing = new TreeSet<String>();
        try (var server = RunningServer.start(folder, "")) {
            for (String group : commands(server.run("--help"))) {
                missing.add(group);
                String help = server.run(group, "--help");
                if (help.contains("Commands:")) {
                    commands(help).forEach(command -> missing.add(group + " " + command));
                }
            }
        }
        missing.removeAll(covered);
        ELSEWHERE.forEach(missing::remove);

        assertThat(missing).isEmpty();
    }

    /// The first name of each line below `Commands:`.
    private static List<String> commands(String help) {
        Matcher line = Pattern.compile("(?m)^  ([a-z-]+)")
                .matcher(help.split("Commands:")[1].split("Options of")[0]);
        return line.results().map(found -> found.group(1)).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "oauth create -s device                        | 1 | there is no device; there are all",
                "oauthclient delete -i 1                       | 1 | no OAuth client 1",
                "nodez list                                    | 2 | did you mean nodes",
                "nodes lst                                     | 2 | did you mean list",
                "nodes list --onlin                            | 2 | did you mean --online",
                "nodes list -o xml                             | 2 | json, json-line or yaml",
                "nodes delete -i 999 --force                   | 1 | no node 999",
                "nodes delete -i 999                           | 1 | repeat with --force",
                "nodes rename -i 999 new                       | 1 | no node 999",
                "nodes tag -i 999 -t web                       | 1 | tag",
                "nodes approve-routes -i 1 -r nonsense         | 1 | routes",
                "nodes expire -i 1 -e yesterday                | 2 | --expiry",
                "users create admin                            | 1 | taken",
                "users destroy -n ghost --force                | 1 | no user ghost",
                "preauthkeys create -u 999                     | 1 | no user 999",
                "preauthkeys create -e soon                    | 2 | --expiration",
                "apikeys expire                                | 2 | either --id or --prefix",
                "apikeys expire -i 1 -p abc                    | 2 | either --id or --prefix",
                "apikeys expire -p nosuch                      | 1 | no such API key",
                "auth register -u admin --auth-id nonsense     | 1 | hskey-authreq-",
                "auth register -u ghost --auth-id hskey-authreq-000000000000000000000009 | 1 | no user ghost",
                "auth approve --auth-id hskey-authreq-000000000000000000000009 | 1 | no login waits",
                "auth reject --auth-id nonsense                | 1 | hskey-authreq-",
                "debug create-node -u ghost -k hskey-authreq-1 --name x | 1 | no user ghost",
            })
    void what_cannot_be_done_says_why_and_what_to_do(String words, int code, String text) {
        try (var server = RunningServer.start(folder, "")) {
            RunningServer.Outcome outcome = server.outcome(words.strip().split(" +"));

            assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
            assertThat(outcome.err()).contains(text);
        }
    }
}
