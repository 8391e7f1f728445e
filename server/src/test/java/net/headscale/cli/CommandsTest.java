package net.headscale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What each command asks of the API.
class CommandsTest {
    private static final String NODE = "{\"node\":{\"id\":\"7\",\"givenName\":\"box\"}}";
    private static final String NODES = """
            {"nodes":[{"id":"7","givenName":"box","name":"Box","machineKey":"mkey:abcdef01","online":true,"tags":["tag:x"],
            "availableRoutes":["10.0.0.0/8","192.168.0.0/16"],"approvedRoutes":["10.0.0.0/8"],"subnetRoutes":["10.0.0.0/8"],
            "expiry":"2026-01-01T00:00:00Z"},
            {"id":"8","givenName":"off","online":false,"tags":[],"availableRoutes":[],"approvedRoutes":[],"subnetRoutes":[]}]}
            """;

    @TempDir
    Path folder;

    CommandRun command;

    @BeforeEach
    void makeRun() {
        command = new CommandRun(folder);
        command.api.answering("GET /api/v1/node", NODES).answering("GET /api/v1/user?name=ana", """
                {"users":[{"id":"4","name":"ana"}]}""");
    }

    @Test
    void disabling_one_default_route_disables_both() {
        command.api.answering("GET /api/v1/node/7", """
                {"node":{"id":"7","givenName":"box","approvedRoutes":["0.0.0.0/0","10.0.0.0/8","::/0"]}}""").answering("POST /api/v1/node/7/approve_routes", NODE);

        command.run("routes", "disable", "box", "::/0");

        assertThat(command.api.calls.getLast().body()).isEqualTo("{\"routes\":[\"10.0.0.0/8\"]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "namespace create one             | POST   | /api/v1/tailnet                      | {\"name\":\"one\"}",
                "namespaces rename one two        | POST   | /api/v1/tailnet/one/rename/two       | ''",
                "ns destroy one --force           | DELETE | /api/v1/tailnet/one?force=true       | ''",
                "users create ana -e a@x.org      | POST   | /api/v1/user                         | {\"name\":\"ana\",\"email\":\"a@x.org\"}",
                "users rename -i 4 -r bob         | POST   | /api/v1/user/4/rename/bob            | ''",
                "users rename -n ana -r bob       | POST   | /api/v1/user/4/rename/bob            | ''",
                "users destroy -n ana --force     | DELETE | /api/v1/user/4                       | ''",
                "users destroy 5 --force          | DELETE | /api/v1/user/5                       | ''",
                "node register mkey:00ff          | POST   | /api/v1/auth/register                | {\"authId\":\"mkey:00ff\"}",
                "nodes register -u ana -k KEY     | POST   | /api/v1/auth/register                | {\"user\":\"ana\",\"authId\":\"KEY\"}",
                "auth register --user ana --auth-id KEY | POST | /api/v1/auth/register            | {\"user\":\"ana\",\"authId\":\"KEY\"}",
                "auth approve --auth-id KEY       | POST   | /api/v1/auth/approve                 | {\"authId\":\"KEY\"}",
                "auth reject --auth-id KEY        | POST   | /api/v1/auth/reject                  | {\"authId\":\"KEY\"}",
                "users set-role ana -r admin      | POST   | /api/v1/user/4/role                  | {\"role\":\"admin\"}",
                "nodes expire -i 7                | POST   | /api/v1/node/7/expire                | ''",
                "nodes expire box --disable       | POST   | /api/v1/node/7/expire                | {\"disableExpiry\":true}",
                "nodes expire -i 7 -e 2030-01-01T00:00:00Z | POST | /api/v1/node/7/expire         | {\"expiry\":\"2030-01-01T00:00:00Z\"}",
                "nodes rename -i 7 new            | POST   | /api/v1/node/7/rename/new            | ''",
                "nodes rename box new             | POST   | /api/v1/node/7/rename/new            | ''",
                "node share 7 two                 | POST   | /api/v1/node/7/share                 | {\"tailnet\":\"two\"}",
                "nodes share box --with two       | POST   | /api/v1/node/7/share                 | {\"tailnet\":\"two\"}",
                "nodes share -i 7 two             | POST   | /api/v1/node/7/share                 | {\"tailnet\":\"two\"}",
                "node unshare 7 two               | POST   | /api/v1/node/7/unshare               | {\"tailnet\":\"two\"}",
                "nodes unshare -i 7 --with two    | POST   | /api/v1/node/7/unshare               | {\"tailnet\":\"two\"}",
                "nodes delete -i 7 --force        | DELETE | /api/v1/node/7                       | ''",
                "nodes move -i 7 -u ana           | POST   | /api/v1/node/7/user                  | {\"user\":\"4\"}",
                "nodes move -i 7 --to office       | POST   | /api/v1/node/7/tailnet               | {\"tailnet\":\"office\"}",
                "nodes move -i 7 -t office -u eve  | POST   | /api/v1/node/7/tailnet               | {\"tailnet\":\"office\",\"user\":\"eve\"}",
                "nodes tag -i 7 -t tag:a,tag:b    | POST   | /api/v1/node/7/tags                  | {\"tags\":[\"tag:a\",\"tag:b\"]}",
                "nodes approve-routes -i 7 -r 10.0.0.0/8,::/0 | POST | /api/v1/node/7/approve_routes | {\"routes\":[\"10.0.0.0/8\",\"::/0\"]}",
                "nodes backfillips --force        | POST   | /api/v1/node/backfillips?confirmed=true | ''",
                "preauthkeys expire -i 3          | POST   | /api/v1/preauthkey/expire            | {\"id\":\"3\"}",
                "preauthkeys delete 3             | DELETE | /api/v1/preauthkey?id=3              | ''",
                "apikeys create                   | POST   | /api/v1/apikey                       | {\"expiration\":\"2026-08-30T12:00:00Z\"}",
                "apikeys expire -p abc            | POST   | /api/v1/apikey/expire                | {\"prefix\":\"abc\"}",
                "apikeys delete -p abc            | DELETE | /api/v1/apikey/abc                   | ''",
                "apikeys delete -i 2              | DELETE | /api/v1/apikey/-?id=2                | ''",
            })
    void a_command_becomes_a_request(String words, String method, String path, String body) {
        command.api.answering(method + " " + path, "{}");

        assertThat(command.run(words.strip().split(" "))).as(command.err()).isZero();

        var call = command.api.calls.getLast();
        assertThat(call.body()).isEqualTo(body);
    }

    @Test
    void a_key_lasts_an_hour_and_serves_one_node_unless_said_otherwise() {
        command.api.answering("POST /api/v1/preauthkey", "{\"preAuthKey\":{\"key\":\"hskey-auth-x\"}}");

        assertThat(command.run("preauthkeys", "create", "-u", "ana")).isZero();

        assertThat(command.out()).isEqualTo("hskey-auth-x\n");
        assertThat(command.api.calls.getLast().body())
                .isEqualTo("{\"user\":\"4\",\"reusable\":false,\"ephemeral\":false,"
                        + "\"expiration\":\"2026-06-01T13:00:00Z\",\"aclTags\":[]}");
    }

    @Test
    void an_ephemeral_key_is_reusable_and_the_answer_says_so_unless_it_was_refused() {
        command.api.answering("POST /api/v1/preauthkey", "{\"preAuthKey\":{\"key\":\"k\"}}");

        command.run("-n", "one", "preauthkey", "create", "--ephemeral", "--expiration", "24h");
        assertThat(command.onlyCall().body()).contains("\"reusable\":true", "\"ephemeral\":true");
        assertThat(command.err()).contains("reusable");
        assertThat(command.out()).isEqualTo("k\n");

        command.run("preauthkey", "create", "--ephemeral", "--reusable=false");
        assertThat(command.api.calls.getLast().body()).contains("\"reusable\":false");
        assertThat(command.err()).isEmpty();
    }

    @Test
    void a_duration_that_is_none_is_a_usage_error() {
        assertThat(command.run("preauthkeys", "create", "-e", "soon")).isEqualTo(2);
        assertThat(command.err()).contains("expected a length of time");
    }

    @Test
    void nodes_are_listed_with_all_their_columns() {
        command.run("nodes", "list");

        assertThat(command.out().lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line)
                        .contains(
                                "ID",
                                "Hostname",
                                "Name",
                                "MachineKey",
                                "NodeKey",
                                "User",
                                "Tags",
                                "IP addresses",
                                "Ephemeral")
                        .contains("Last seen", "Expiration", "Connected", "Expired"));
        assertThat(command.out().lines().toList().get(1)).contains("Box", "[abcde]", "tag:x", "online", "yes");
    }

    @Test
    void nodes_are_filtered_by_tag_and_presence_and_reduced_to_their_ids() {
        command.run("nodes", "list", "--online", "-q");
        assertThat(command.out()).isEqualTo("7\n");

        command.run("nodes", "list", "--tag", "tag:y", "-q");
        assertThat(command.out()).isEmpty();
    }

    @Test
    void a_node_is_shown_in_full_by_name_and_all_are_listed_without_one() {
        command.api.answering("GET /api/v1/node/7", NODE);

        assertThat(command.run("nodes", "show", "box")).isZero();
        assertThat(command.out()).contains("Machine key");
        assertThat(command.run("nodes", "show")).isZero();
        assertThat(command.out()).contains("Hostname");
    }

    @Test
    void the_routes_of_2021_are_enabled_one_by_one() {
        command.api.answering(
                "GET /api/v1/node/7",
                NODES.replace("{\"nodes\":[", "{\"node\":").replaceFirst(",\n\\{.*(?s).*", "}"));
        command.api.answering("POST /api/v1/node/7/approve_routes", NODE);

        assertThat(command.run("routes", "list", "box", "-o", "json")).isZero();
        assertThat(command.out()).contains("\"prefix\": \"192.168.0.0/16\"", "\"enabled\": false");
        assertThat(command.run("routes", "enable", "box", "192.168.0.0/16")).isZero();

        assertThat(command.api.calls.getLast().body()).isEqualTo("{\"routes\":[\"10.0.0.0/8\",\"192.168.0.0/16\"]}");
    }

    @Test
    void only_nodes_with_routes_are_in_the_list_of_routes() {
        command.run("nodes", "list-routes", "-o", "json");

        assertThat(command.out()).contains("\"id\": \"7\"").doesNotContain("\"id\": \"8\"");
    }

    @Test
    void a_policy_is_set_from_a_file_or_standard_input_and_shown_as_it_was_written() throws IOException {
        Path file = Files.writeString(folder.resolve("p.hujson"), "{ /* all */ }\n");
        command.api.answering("PUT /api/v1/policy", "{}").answering("GET /api/v1/policy", """
                {"policy":"{ /* all */ }\\n","updatedAt":"x"}""");

        assertThat(command.run("policy", "set", "-f", file.toString())).isZero();
        assertThat(command.onlyCall().body()).isEqualTo("{\"policy\":\"{ /* all */ }\\n\"}");

        command.input = "{}";
        assertThat(command.run("policy", "set", "-f", "-")).isZero();
        assertThat(command.api.calls.getLast().body()).isEqualTo("{\"policy\":\"{}\"}");

        command.run("policy", "get", "-o", "json");
        assertThat(command.out()).isEqualTo("{ /* all */ }\n");
    }

    @Test
    void a_private_key_has_the_clamped_form() {
        command.run("generate", "private-key", "-o", "json-line");

        assertThat(command.out()).matches("\\{\"private_key\":\"privkey:[0-9a-f][08][0-9a-f]{60}[4-7][0-9a-f]\"}\n");
    }

    @Test
    void health_fails_when_the_database_does() {
        command.api.answering("GET /api/v1/health", "{\"databaseConnectivity\":false}");

        assertThat(command.run("health")).isEqualTo(1);
    }

    @Test
    void watched_nodes_are_shown_again_only_when_something_changed() throws InterruptedException {
        Thread watcher = Thread.ofPlatform().start(() -> command.run("nodes", "list", "-w", "-q"));
        awaitOutput("7\n8\n");

        command.api.answering("GET /api/v1/node", NODES.replace("\"id\":\"8\"", "\"id\":\"9\""));
        awaitOutput("7\n8\n7\n9\n");

        watcher.interrupt();
        watcher.join();
        assertThat(command.out()).isEqualTo("7\n8\n7\n9\n");
    }

    private void awaitOutput(String expected) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!command.out().equals(expected)) {
            assertThat(System.nanoTime()).as(command.out()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void the_manual_page_has_every_command_and_option() {
        assertThat(command.run("man")).isZero();
        assertThat(command.out())
                .startsWith(".TH HEADSCALE 1\n")
                .contains(".SS headscale nodes list\n")
                .contains("\\-\\-watch");
    }
}
