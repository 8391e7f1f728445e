package net.headscale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.headscale.cli.api.Api;
import net.headscale.cli.command.Command;
import net.headscale.cli.command.Group;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CliTest {
    @TempDir
    Path folder;

    CommandRun command;

    @BeforeEach
    void makeRun() {
        command = new CommandRun(folder);
    }

    @Test
    void a_wrong_word_is_a_usage_error_that_names_the_right_one() {
        assertThat(command.run("nodse", "list")).isEqualTo(2);
        assertThat(command.err()).contains("unknown command nodse: did you mean nodes?");
        assertThat(command.run("nodes", "lits")).isEqualTo(2);
        assertThat(command.err()).contains("did you mean list?");
        assertThat(command.run("nodes", "list", "--onlien")).isEqualTo(2);
        assertThat(command.err()).contains("did you mean --online?");
        assertThat(command.run("-v")).isEqualTo(2);
        assertThat(command.err()).startsWith("Error: unknown option -v\n");
    }

    @Test
    void the_word_help_before_a_command_explains_it() {
        for (List<String> words : List.of(List.<String>of(), List.of("nodes"), List.of("users", "create"))) {
            command.run(Stream.concat(words.stream(), Stream.of("--help")).toArray(String[]::new));
            String explained = command.out();

            assertThat(command.run(
                            Stream.concat(Stream.of("help"), words.stream()).toArray(String[]::new)))
                    .isZero();
            assertThat(command.out()).isEqualTo(explained);
        }
    }

    @Test
    void programs_get_errors_as_json_on_the_error_stream() {
        command.api.answering("DELETE /api/v1/node/9", 404, "{\"title\":\"Not Found\",\"detail\":\"no node 9\"}");

        assertThat(command.run("nodes", "delete", "-i", "9", "--force", "-o", "json"))
                .isEqualTo(1);
        assertThat(command.err()).isEqualTo("{\"error\":\"no node 9\"}\n");
        assertThat(command.out()).isEmpty();
        assertThat(command.run("nodes", "delete", "--id=9", "-ojson-line")).isEqualTo(2);
        assertThat(command.err()).startsWith("{\"error\":");
    }

    @Test
    void people_get_errors_as_sentences() {
        command.api.answering("GET /api/v1/node", 500, "no such table");

        assertThat(command.run("nodes", "list")).isEqualTo(1);
        assertThat(command.err()).isEqualTo("Error: no such table\n");
    }

    @Test
    void a_namespace_may_be_named_before_and_after_the_command() {
        command.api.answering("GET /api/v1/node", "{\"nodes\":[]}");

        command.run("-n", "one", "node", "list");
        command.run("node", "list", "--namespace=two");
        command.run("node", "--tailnet", "three", "list");

        assertThat(command.api.calls).extracting(Api.Call::tailnet).containsExactly("one", "two", "three");
    }

    @Test
    void after_users_the_short_n_is_the_users_name_and_before_it_the_namespace() {
        command.api.answering("GET /api/v1/user?name=ana", "{\"users\":[]}");

        command.run("-n", "one", "users", "list", "-n", "ana");

        assertThat(command.onlyCall().tailnet()).isEqualTo("one");
    }

    @Test
    void a_listing_is_a_table_for_people_and_the_bare_list_for_programs() {
        command.api.answering("GET /api/v1/user", """
                {"users":[{"id":"1","name":"ana","displayName":"Ana","email":"","createdAt":"2026-01-02T03:04:05.6Z"}]}""");

        command.run("users", "list");
        assertThat(command.out()).isEqualTo("""
                ID  Name  Username  Email  Created
                1   Ana   ana       -      2026-01-02 03:04:05
                """);

        command.run("users", "list", "-o", "json-line");
        assertThat(command.out()).isEqualTo("""
                [{"id":"1","name":"ana","displayName":"Ana","email":"","createdAt":"2026-01-02T03:04:05.6Z"}]
                """);

        command.run("users", "list", "-o", "json");
        assertThat(command.out()).startsWith("[\n  {\n    \"id\": \"1\",\n");

        command.run("users", "list", "-o", "yaml");
        assertThat(command.out()).isEqualTo("""
                - id: "1"
                  name: ana
                  displayName: Ana
                  email: ""
                  createdAt: "2026-01-02T03:04:05.6Z"
                """);
    }

    private static final String TWO_NODES = """
            {"nodes":[{"id":"1","name":"a\\u001b[2Jb","givenName":"a","online":true},
            {"id":"2","name":"offline","givenName":"off","online":false}]}""";

    @Test
    void on_a_screen_headings_are_bold_and_what_is_online_is_green() {
        command.isInteractive = true;
        command.api.answering("GET /api/v1/node", TWO_NODES);

        command.run("nodes", "list");

        List<String> lines = command.out().lines().toList();
        assertThat(lines.get(0)).startsWith("\u001b[1mID\u001b[0m  \u001b[1mHostname\u001b[0m");
        assertThat(lines.get(1)).contains("  \u001b[32monline\u001b[0m     no");
        assertThat(lines.get(2)).startsWith("2   offline ").contains("  \u001b[31moffline\u001b[0m    no");
    }

    @ParameterizedTest
    @CsvSource({
        "false, '',  xterm, nodes list",
        "true,  '1', xterm, nodes list",
        "true,  '',  dumb,  nodes list",
        "true,  '',  xterm, nodes list -q",
        "true,  '',  xterm, nodes list -o json",
        "true,  '',  xterm, nodes list -o yaml",
    })
    void nothing_is_coloured_elsewhere(boolean isScreen, String noColor, String term, String line) {
        command.isInteractive = isScreen;
        command.variables.putAll(Map.of("NO_COLOR", noColor, "TERM", term));
        command.api.answering("GET /api/v1/node", TWO_NODES);

        command.run(line.split(" "));

        assertThat(command.out()).isNotEmpty().doesNotContain("\u001b");
    }

    @Test
    void what_a_client_calls_itself_does_nothing_to_the_terminal() {
        command.api.answering("GET /api/v1/node", TWO_NODES);

        command.run("nodes", "list");

        assertThat(command.out()).contains("a?[2Jb").doesNotContain("\u001b");
    }

    @Test
    void an_unknown_format_is_a_usage_error() {
        assertThat(command.run("users", "list", "-o", "xml")).isEqualTo(2);
    }

    @Test
    void without_a_person_nothing_is_asked_and_nothing_is_removed() {
        assertThat(command.run("nodes", "delete", "-i", "3")).isEqualTo(1);
        assertThat(command.err()).contains("repeat with --force");
        assertThat(command.api.calls).isEmpty();
    }

    @Test
    void a_person_is_asked_before_something_is_removed() {
        command.isInteractive = true;
        command.api.answering("DELETE /api/v1/node/3", "{}");

        command.input = "n\n";
        assertThat(command.run("nodes", "delete", "-i", "3")).isEqualTo(1);
        assertThat(command.api.calls).isEmpty();

        command.input = "y\n";
        assertThat(command.run("nodes", "delete", "-i", "3")).isZero();
        assertThat(command.onlyCall().method()).isEqualTo("DELETE");
    }

    @Test
    void every_group_and_command_explains_itself() {
        for (Group group : Vocabulary.groups()) {
            for (String name : group.names()) {
                assertThat(command.run(name, "--help")).isZero();
            }
            for (Command each : group.commands().get()) {
                for (String name : each.names()) {
                    int exit = each.name().equals(group.name())
                            ? command.run(name, "-h")
                            : command.run(group.name(), name, "-h");
                    assertThat(exit).isZero();
                    assertThat(command.out()).contains(each.summary(), "Usage: headscale " + group.name(), "--output");
                }
            }
        }
    }

    @Test
    void help_lists_every_group() {
        assertThat(command.run("--help")).isZero();

        assertThat(command.out())
                .contains(Vocabulary.groups().stream().map(Group::summary).toList());
    }

    @Test
    void a_wrong_configuration_is_told_with_all_its_problems_and_nothing_is_asked() {
        command.variables.put("HEADSCALE_LISTEN_ADDR", "x");
        command.variables.put("HEADSCALE_DNS_MAGIC_DNS", "y");

        assertThat(command.run("nodes", "list")).isEqualTo(1);
        assertThat(command.err()).contains("listen_addr", "dns.magic_dns");
        assertThat(command.api.calls).isEmpty();
    }

    @Test
    void to_the_doctor_a_wrong_configuration_is_what_is_wrong() {
        command.variables.put("HEADSCALE_LISTEN_ADDR", "x");
        command.variables.put("HEADSCALE_DNS_MAGIC_DNS", "y");

        assertThat(command.run("doctor")).isEqualTo(1);
        assertThat(command.err().lines())
                .startsWith("Error: something is wrong")
                .anyMatch(line -> line.startsWith("WRONG configuration: HEADSCALE_LISTEN_ADDR: "))
                .anyMatch(line -> line.startsWith("WRONG configuration: HEADSCALE_DNS_MAGIC_DNS: "));
        assertThat(command.out()).isEmpty();
    }

    @Test
    void serving_without_a_configuration_says_what_was_chosen_and_what_comes_next() {
        assertThat(command.run("serve")).isZero();

        assertThat(command.out())
                .contains(
                        "http://127.0.0.1:8080",
                        folder.resolve(".headscale").toString(),
                        "tailscale up --login-server");
    }

    @Test
    void the_database_is_closed_after_a_command() {
        command.api.answering("GET /api/v1/node", "{\"nodes\":[]}");

        command.run("nodes", "list");

        assertThat(command.api.isClosed).isTrue();
    }
}
