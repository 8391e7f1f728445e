package net.headscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.wire.net.Prefix;
import net.headscale.wire.tailcfg.Hostinfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What headscale's own integration tests do with its command line and keys, done with ours, and with nothing else.
/// A name ends in the number and the subject of the scenario: 54 to 57 are its `api_auth_test`, 58 to 85 its
/// `cli_*_test`.
class CliScenariosTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TAGS = "{\"tagOwners\": {\"tag:one\": [\"ana@\"], \"tag:two\": [\"ana@\"]}}";

    @TempDir
    Path folder;

    private RunningServer server;

    @BeforeEach
    void a_server_that_keeps_its_policy_in_the_database() {
        server = RunningServer.start(folder, "policy: {mode: database}\n");
    }

    @AfterEach
    void end() {
        server.close();
    }

    private String run(String line) {
        return server.run(line.split(" "));
    }

    private JsonNode json(String line) {
        return JSON.readTree(run(line + " -o json"));
    }

    private List<String> all(String line, String field) {
        return json(line).values().stream()
                .map(each -> each.path(field).asString())
                .toList();
    }

    private void refused(String line, String why) {
        RunningServer.Outcome outcome = server.outcome(line.split(" "));

        assertThat(outcome.code()).as(line).isIn(1, 2);
        assertThat(outcome.err()).as(line).containsIgnoringCase(why);
    }

    private String policyFile(String text) {
        server.put("policy.hujson", text);
        return folder.resolve("policy.hujson").toString();
    }

    /// Nodes of a user, let in by their auth ids; names begin with the user's.
    private void plant(String user, int from, int to) {
        for (int i = from; i <= to; i++) {
            String id = "hskey-authreq-%024d".formatted(i);
            run("debug create-node --user " + user + " --key " + id + " --name " + user + i);
            run("auth register --user " + user + " --auth-id " + id);
        }
    }

    private HttpResponse<String> ask(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server.uri() + path)).timeout(Duration.ofSeconds(60));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    private Map<String, String> remotely(String key) {
        return Map.of("HEADSCALE_CLI_ADDRESS", server.uri().toString(), "HEADSCALE_CLI_API_KEY", key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer nonsense", "Basic YTpi", "Bearer hskey-api-a-b", "bearer"})
    void without_a_good_key_nothing_of_users_is_said_54_55(String header) throws Exception {
        run("users create secret-user");

        var answer = header.isEmpty() ? ask("/api/v1/user") : ask("/api/v1/user", "Authorization", header);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).doesNotContain("secret-user").doesNotContain("users");
    }

    @Test
    void an_expired_or_removed_key_is_none_and_a_good_one_works_54_55() throws Exception {
        run("users create secret-user");
        String expired = run("apikeys create");
        String removed = run("apikeys create");
        String good = run("apikeys create");
        run("apikeys expire --id 1");
        run("apikeys delete --id 2");

        assertThat(ask("/api/v1/user", "Authorization", "Bearer " + expired).statusCode())
                .isEqualTo(401);
        assertThat(ask("/api/v1/user", "Authorization", "Bearer " + removed).statusCode())
                .isEqualTo(401);
        assertThat(ask("/api/v1/user", "Authorization", "Bearer " + good).body())
                .contains("secret-user");
    }

    @Test
    void a_remote_command_needs_a_good_key_56() {
        String key = run("apikeys create");

        assertThat(server.outcome(remotely("hskey-api-nonsense"), "users", "list"))
                .satisfies(outcome -> assertThat(outcome.code()).isEqualTo(1))
                .satisfies(outcome -> assertThat(outcome.out()).isEmpty())
                .satisfies(outcome -> assertThat(outcome.err()).contains("does not accept the API key"));
        assertThat(server.outcome(remotely(key), "users", "list").out()).contains("admin");
    }

    @Test
    void a_configuration_names_another_server_and_its_key_57() {
        String remote = "cli: {address: '" + server.uri() + "', api_key: '%s'}\n";
        server.put("bad.yaml", remote.formatted("hskey-api-nonsense"));
        server.put("good.yaml", remote.formatted(run("apikeys create")));

        refused("--config " + folder.resolve("bad.yaml") + " users list", "does not accept the API key");
        assertThat(run("--config " + folder.resolve("good.yaml") + " users list"))
                .contains("admin");
    }

    @Test
    void of_five_api_keys_some_expire_and_some_go_by_prefix_and_by_id_58() {
        for (int i = 0; i < 5; i++) {
            assertThat(run("apikeys create --expiration 24h")).startsWith("hskey-api-");
        }
        List<String> prefixes = all("apikeys list", "prefix");
        assertThat(prefixes).hasSize(5).doesNotHaveDuplicates();

        prefixes.subList(0, 3).forEach(prefix -> run("apikeys expire --prefix " + prefix.replaceAll("\\W+$", "")));
        assertThat(all("apikeys list", "expiration").stream().map(CliScenariosTest::isPast))
                .containsExactly(true, true, true, false, false);
        run("apikeys expire --id 4");
        run("apikeys delete --id 5");
        run("apikeys delete --prefix " + prefixes.getFirst());

        assertThat(all("apikeys list", "prefix")).isEqualTo(prefixes.subList(1, 4));
        assertThat(all("apikeys list", "expiration")).allMatch(CliScenariosTest::isPast);
    }

    private static boolean isPast(String time) {
        return !Instant.parse(time).isAfter(Instant.now());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "apikeys expire | either --id or --prefix",
                "apikeys delete | either --id or --prefix",
                "apikeys expire --id 1 --prefix abc | either --id or --prefix",
                "apikeys expire --prefix unknown | no such API key",
                "apikeys delete --prefix unknown | no such API key",
                "apikeys expire --id 99 | no such API key",
                "apikeys delete --id 99 | no such API key",
                "apikeys create --expiration soon | --expiration",
            })
    void keys_that_are_not_named_well_are_refused_59(String line, String why) {
        refused(line, why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auth register --user admin --auth-id nonsense | hskey-authreq-",
                "auth register --user admin --auth-id hskey-authreq-000000000000000000000009 | no",
                "auth register --user ghost --auth-id hskey-authreq-000000000000000000000009 | ghost",
                "auth approve --auth-id nonsense | hskey-authreq-",
                "auth approve --auth-id hskey-authreq-000000000000000000000009 | no login waits",
                "auth reject --auth-id nonsense | hskey-authreq-",
                "auth reject --auth-id hskey-authreq-000000000000000000000009 | no login waits",
            })
    void auth_ids_and_users_that_are_none_are_refused_60(String line, String why) {
        refused(line, why);
    }

    @Test
    void planted_nodes_are_let_in_listed_of_all_or_one_and_removed_61() {
        run("users create ana");
        run("users create bea");
        plant("ana", 1, 5);
        plant("bea", 6, 7);

        assertThat(json("nodes list")).hasSize(7);
        assertThat(all("nodes list --user bea", "name")).containsExactly("bea6", "bea7");
        run("nodes delete --identifier 4 --force");
        assertThat(all("nodes list --user ana", "id")).containsExactly("1", "2", "3", "5");
    }

    @Test
    void three_of_five_nodes_are_expired_62() {
        run("users create ana");
        plant("ana", 1, 5);

        List.of(1, 2, 3).forEach(id -> run("nodes expire --identifier " + id));

        assertThat(json("nodes list").values().stream()
                        .filter(node -> !node.path("expiry").isNull())
                        .filter(node -> isPast(node.path("expiry").asString()))
                        .map(node -> node.path("id").asString()))
                .containsExactly("1", "2", "3");
    }

    @Test
    void three_nodes_are_renamed_and_a_name_too_long_is_refused_63() {
        run("users create ana");
        plant("ana", 1, 5);

        List.of(1, 2, 3).forEach(id -> run("nodes rename --identifier " + id + " newnode-" + id));
        refused("nodes rename --identifier 4 " + "x".repeat(64), "63");

        assertThat(all("nodes list", "givenName"))
                .containsExactly("newnode-1", "newnode-2", "newnode-3", "ana4", "ana5");
    }

    @Test
    void a_machine_that_logs_in_with_another_users_key_is_a_new_node_of_that_user_64() {
        run("users create ana");
        run("users create bea");
        SimulatedClient laptop = server.joinedBy(run("preauthkeys create --user 2"), "laptop");

        server.joinedBy(run("preauthkeys create --user 3"), laptop.rotated());

        assertThat(all("nodes list --user bea", "name")).containsExactly("laptop");
        assertThat(all("nodes list --user ana", "name")).containsExactly("laptop");
        assertThat(all("nodes list", "machineKey").stream().distinct()).hasSize(1);
    }

    @Test
    void the_owner_of_a_node_of_tags_is_shown_as_tagged_devices_65() {
        run("users create ana");
        run("policy set -f " + policyFile(TAGS));
        server.joinedBy(run("preauthkeys create --tags tag:one"), "box");

        JsonNode node = json("nodes list").get(0);
        assertThat(node.path("tags").get(0).asString()).isEqualTo("tag:one");
        assertThat(node.path("user").path("name").asString()).isEqualTo("tagged-devices");
        assertThat(run("nodes list")).contains("tagged-devices", "tag:one");
    }

    @Test
    void a_node_expires_when_told_or_never_66() {
        run("users create ana");
        plant("ana", 1, 1);

        run("nodes expire --identifier 1 --expiry 2040-01-31T12:00:00Z");
        assertThat(all("nodes list", "expiry")).containsExactly("2040-01-31T12:00:00Z");
        run("nodes expire --identifier 1 --disable");
        assertThat(json("nodes list").get(0).path("expiry").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nodes delete --force | no node is named",
                "nodes expire | no node is named",
                "nodes rename name | no node is named",
                "nodes tag --tags tag:one | no node is named",
                "nodes approve-routes --routes 10.0.0.0/8 | no node is named",
                "nodes delete --identifier 99 --force | no node 99",
                "nodes expire --identifier 99 | no node 99",
                "nodes expire --identifier 1 --expiry tomorrow | --expiry",
                "nodes rename --identifier 99 name | no node 99",
                "nodes tag --identifier 1 --tags nonsense | tag:",
                "nodes tag --identifier 99 --tags tag:one | 99",
                "nodes approve-routes --identifier 1 --routes nonsense | nonsense",
                "nodes approve-routes --identifier 99 --routes 10.0.0.0/8 | 99",
                "nodes list-routes --identifier 99 | 99",
                "nodes register --user admin --key nonsense | hskey-authreq-",
                "nodes register --user ghost --key hskey-authreq-000000000000000000000009 | ghost",
            })
    void nodes_that_are_none_and_values_that_make_no_sense_are_refused_67(String line, String why) {
        plant("admin", 1, 1);
        run("policy set -f " + policyFile("{\"tagOwners\": {\"tag:one\": []}}"));

        refused(line, why);
    }

    @Test
    void a_node_is_given_to_two_tags_and_to_none_or_nonsense_not_68() {
        run("users create ana");
        run("policy set -f " + policyFile(TAGS));
        plant("ana", 1, 1);

        run("nodes tag --identifier 1 --tags tag:one,tag:two");
        refused("nodes tag --identifier 1 --tags one", "tag:");
        refused("nodes tag --identifier 1", "--tags");
        refused("nodes tag --identifier 1 --tags=", "at least one");

        assertThat(json("nodes list").get(0).path("tags").values().stream().map(JsonNode::asString))
                .containsExactly("tag:one", "tag:two");
    }

    @Test
    void routes_are_offered_listed_and_approved_69() {
        SimulatedClient router = SimulatedClient.at(server.uri()).named("router");
        Hostinfo offers = router.registration().build().hostinfo().toBuilder()
                .routableIps(List.of(Prefix.parse("10.1.0.0/16"), Prefix.parse("10.2.0.0/16")))
                .build();
        server.joinedBy(run("preauthkeys create"), router.saying(offers));
        server.joinedBy(run("preauthkeys create"), "other");

        assertThat(json("nodes list-routes")).hasSize(1);
        assertThat(run("nodes list-routes")).contains("10.1.0.0/16", "10.2.0.0/16");
        run("nodes approve-routes --identifier 1 --routes 10.1.0.0/16");

        JsonNode approved = json("nodes list-routes --identifier 1").get(0);
        assertThat(approved.path("approvedRoutes").toString()).isEqualTo("[\"10.1.0.0/16\"]");
        assertThat(approved.path("availableRoutes")).hasSize(2);
        run("nodes approve-routes --identifier 1 --routes=");
        assertThat(json("nodes show 1").path("approvedRoutes")).isEmpty();
    }

    @Test
    void nodes_that_lack_no_address_keep_theirs_70() {
        plant("admin", 1, 2);
        String before = json("nodes list").toString();

        assertThat(json("nodes backfillips --force").path("changes")).isEmpty();
        assertThat(json("nodes list").toString()).isEqualTo(before);
    }

    @Test
    void an_oauth_client_is_made_listed_without_its_secret_and_removed_71() {
        JsonNode made = json("oauth-clients create --scope auth_keys --scope devices:core --tag tag:k8s-operator"
                + " --description operator");

        assertThat(made.path("keyType").asString()).isEqualTo("client");
        assertThat(made.path("key").asString())
                .startsWith("hskey-client-" + made.path("id").asString());
        assertThat(made.path("scopes").toString()).isEqualTo("[\"auth_keys\",\"devices:core\"]");
        assertThat(made.path("tags").toString()).isEqualTo("[\"tag:k8s-operator\"]");
        JsonNode listed = json("oauth-clients list");
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).path("id")).isEqualTo(made.path("id"));
        assertThat(listed.get(0).has("key")).isFalse();
        assertThat(listed.get(0).path("scopes")).hasSize(2);
        assertThat(listed.get(0).path("description").asString()).isEqualTo("operator");
        run("oauth-clients delete --id " + made.path("id").asString());
        assertThat(json("oauth-clients list")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "oauth-clients create | --scope",
                "oauth-clients create --scope devices:core | tags are required",
                "oauth-clients create --scope devices | there is no devices; there are all,",
                "oauth-clients create --scope users --tag k8s | tag:",
                "oauth-clients delete | --id",
                "oauth-clients delete --id doesnotexist | no OAuth client doesnotexist",
            })
    void oauth_clients_that_are_none_or_make_no_sense_are_refused_72(String line, String why) {
        refused(line, why);
    }

    @Test
    void an_access_token_opens_what_it_says_also_after_a_restart() throws Exception {
        run("users create ana");
        String secret =
                json("oauth-clients create --scope users:read").path("key").asString();
        var form = HttpRequest.BodyPublishers.ofString("client_secret=" + secret);
        var request = HttpRequest.newBuilder(server.uri().resolve("/api/v2/oauth/token"))
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(form)
                .build();
        String token;
        try (var client = HttpClient.newHttpClient()) {
            token = JSON.readTree(client.send(request, BodyHandlers.ofString()).body())
                    .path("access_token")
                    .asString();
        }

        server = server.restart();

        assertThat(ask("/api/v1/user", "Authorization", "Bearer " + token).body())
                .contains("ana");
        assertThat(ask("/api/v1/node", "Authorization", "Bearer " + token).body())
                .contains("lacks the scope devices:core:read");
    }

    @ParameterizedTest
    @CsvSource({
        "database, ''",
        "database, --bypass-server-and-access-database-directly",
        "file, ''",
        "file, --bypass-server-and-access-database-directly",
    })
    void a_policy_is_checked_with_its_tests_by_the_server_or_beside_it_73(String mode, String bypass) {
        server.close();
        server = RunningServer.start(folder, "policy: {mode: " + mode + "}\n");
        String check = ("policy check " + bypass).strip() + " -f ";
        String tested =
                "{\"acls\": [{\"action\": \"accept\", \"src\": [\"100.64.0.1\"], \"dst\": [\"100.64.0.2:22\"]}],"
                        + " \"tests\": [{\"src\": \"100.64.0.1\", \"accept\": [\"100.64.0.2:%d\"]}]}";

        run(check + policyFile("{\"acls\": []}"));
        run(check + policyFile(tested.formatted(22)));
        refused(check + policyFile(tested.formatted(80)), "100.64.0.2:80");
    }

    @Test
    void a_policy_whose_ssh_tests_fail_leaves_the_former_one_74() {
        run("users create ana");
        run("policy set -f " + policyFile(TAGS));

        refused(
                "policy set -f "
                        + policyFile(
                                "{\"tagOwners\": {\"tag:one\": [\"ana@\"]}, \"ssh\": [],"
                                        + " \"sshTests\": [{\"src\": \"ana@\", \"dst\": [\"tag:one\"], \"accept\": [\"root\"]}]}"),
                "test");

        assertThat(run("policy get")).isEqualTo(TAGS);
    }

    @Test
    void a_policy_is_set_and_got_as_it_was_written_75() {
        run("users create ana");
        String text = "// ours\n" + TAGS;

        run("policy set -f " + policyFile(text));

        assertThat(run("policy get")).isEqualTo(text);
    }

    @Test
    void an_unknown_action_is_refused_and_there_is_still_no_policy_76() {
        refused(
                "policy set -f "
                        + policyFile("{\"acls\": [{\"action\": \"unknown\", \"src\": [\"*\"], \"dst\": [\"*:*\"]}]}"),
                "action");

        refused("policy get", "policy not found");
    }

    @Test
    void of_three_keys_with_tags_lists_show_no_secret_and_one_expires_77() {
        run("users create ana");
        run("policy set -f " + policyFile(TAGS));
        List<String> keys = List.of(1, 2, 3).stream()
                .map(_ -> run("preauthkeys create --user 2 --reusable --expiration 24h --tags tag:one,tag:two"))
                .toList();

        run("preauthkeys expire --id 2");

        String list = json("preauthkeys list").toString();
        assertThat(keys).allSatisfy(key -> assertThat(list).doesNotContain(key.substring(key.lastIndexOf('-'))));
        assertThat(json("preauthkeys list"))
                .allSatisfy(key -> assertThat(key.path("aclTags")).hasSize(2));
        assertThat(all("preauthkeys list", "expiration").stream().filter(CliScenariosTest::isPast))
                .hasSize(1);
    }

    @Test
    void a_key_without_an_expiry_lasts_an_hour_78() {
        run("preauthkeys create");

        Instant expiry = Instant.parse(all("preauthkeys list", "expiration").getFirst());
        assertThat(expiry)
                .isBetween(Instant.now().plusSeconds(3000), Instant.now().plusSeconds(3600));
    }

    @Test
    void reusable_and_ephemeral_are_told_apart_79() {
        run("preauthkeys create --reusable");
        run("preauthkeys create --ephemeral --reusable=false");
        run("preauthkeys create");

        assertThat(all("preauthkeys list", "reusable")).containsExactly("true", "false", "false");
        assertThat(all("preauthkeys list", "ephemeral")).containsExactly("false", "true", "false");
    }

    @Test
    void a_key_is_deleted_80() {
        run("preauthkeys create");
        run("preauthkeys create");

        run("preauthkeys delete --id 1");

        assertThat(all("preauthkeys list", "id")).containsExactly("2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "preauthkeys create --user 99 | no user 99",
                "preauthkeys create --tags nonsense | tag:",
                "preauthkeys create --expiration soon | --expiration",
                "preauthkeys expire --id 99 | key",
                "preauthkeys delete --id 99 | key",
                "preauthkeys expire | --id",
                "preauthkeys delete | --id",
            })
    void keys_for_nobody_and_of_nothing_are_refused_81(String line, String why) {
        refused(line, why);
    }

    @Test
    void the_server_tells_of_its_health_and_version_and_a_key_can_be_made_82() {
        assertThat(json("health").path("databaseConnectivity").asBoolean()).isTrue();
        assertThat(json("version").path("version").asString()).isNotBlank();
        assertThat(run("generate private-key")).matches("privkey:[0-9a-f]{64}");
        assertThat(json("generate private-key").path("private_key").asString()).startsWith("privkey:");
    }

    @Test
    void users_are_listed_renamed_found_and_removed_by_id_and_name_83() {
        run("users create ana");
        run("users create bea");

        run("users rename --identifier 3 --new-name cleo");
        assertThat(all("users list", "name")).containsExactly("admin", "ana", "cleo");
        assertThat(all("users list --name cleo", "id")).containsExactly("3");
        assertThat(all("users list --name ghost", "id")).isEmpty();
        assertThat(all("users list --identifier 2", "name")).containsExactly("ana");
        run("users destroy --identifier 2 --force");
        run("users destroy --name cleo --force");

        assertThat(all("users list", "name")).containsExactly("admin");
    }

    @Test
    void a_user_is_made_with_all_that_there_is_to_say_and_found_by_address_84() {
        run("users create ana --display-name Ana --email ana@example.com --picture-url https://example.com/ana.png");

        JsonNode user = json("users list --email ana@example.com").get(0);
        assertThat(user.path("name").asString()).isEqualTo("ana");
        assertThat(user.path("displayName").asString()).isEqualTo("Ana");
        assertThat(user.path("profilePicUrl").asString()).isEqualTo("https://example.com/ana.png");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "users create | NAME is missing",
                "users create admin | taken",
                "users create bad!name | name",
                "users rename --new-name x | no user is named",
                "users rename --identifier 99 --new-name x | 99",
                "users destroy --force | no user is named",
                "users destroy --identifier 99 --force | 99",
                "users destroy --name ghost --force | ghost",
            })
    void users_that_cannot_be_are_refused_85(String line, String why) {
        refused(line, why);
    }
}
