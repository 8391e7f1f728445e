package net.headscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import net.headscale.testkit.client.SimulatedClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Which tags a node has that comes back to a server which knows its machine.
class NodeTagsTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private RunningServer server;

    @BeforeEach
    void start() {
        RunningServer.put(folder.resolve("policy.hujson"), """
                {"tagOwners": {"tag:own": ["admin@"], "tag:second": ["admin@"]}}""");
        server = RunningServer.start(folder, "policy: {path: policy.hujson}\n");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--tags tag:own --reusable", "--reusable"})
    void tags_that_an_administrator_set_are_kept_whichever_key_a_node_comes_back_by(String terms) {
        String key = key(terms);
        SimulatedClient box = server.joinedBy(key, "box");
        server.run("nodes", "tag", "--identifier", "1", "--tags", "tag:own,tag:second");

        box.rotated().join(key).error();
        box.rotated().join(key("--tags tag:own")).error();

        assertThat(tags()).isEqualTo("[[\"tag:own\",\"tag:second\"]]");
    }

    @Test
    void a_key_gives_a_tagged_node_no_further_tags() {
        SimulatedClient box = server.joinedBy(key("--tags tag:own"), "box");

        for (String wish : List.of("tag:second", "tag:own,tag:second")) {
            assertThat(wishing(box.rotated(), wish).join(key("")).error())
                    .isEqualTo("requested tags [" + wish.replace(',', ' ') + "] are invalid or not permitted");
        }
        assertThat(wishing(box.rotated(), "tag:own").join(key("")).error()).isEmpty();
        assertThat(tags()).isEqualTo("[[\"tag:own\"]]");
    }

    @Test
    void a_users_node_that_wishes_for_his_tags_later_is_the_same_node() {
        SimulatedClient box = server.joinedBy(key(""), "box");

        assertThat(wishing(box.rotated(), "tag:own").join(key("")).error()).isEmpty();

        assertThat(tags()).isEqualTo("[[\"tag:own\"]]");
    }

    @Test
    void an_expired_node_comes_back_on_the_terms_of_its_new_key() {
        SimulatedClient box = server.joinedBy(key("--tags tag:own"), "box");
        server.run("nodes", "tag", "--identifier", "1", "--tags", "tag:own,tag:second");
        server.run("nodes", "expire", "--identifier", "1");

        assertThat(box.rotated().join(key("--tags tag:own")).error()).isEmpty();

        assertThat(tags()).isEqualTo("[[\"tag:own\"]]");
    }

    @Test
    void a_second_profile_with_a_tagged_key_is_a_node_of_its_own_beside_the_users() {
        SimulatedClient own = server.joinedBy(key("--reusable"), "box");

        assertThat(own.rotated().join(key("--tags tag:own")).error()).isEmpty();
        assertThat(own.rotated().join(key("--reusable")).error()).isEmpty();

        assertThat(tags()).isEqualTo("[[], [\"tag:own\"]]");
    }

    @Test
    void a_profile_that_logs_in_with_a_tagged_key_and_names_its_former_key_is_the_same_node() {
        SimulatedClient own = server.joinedBy(key(""), "box");
        SimulatedClient again = own.rotated();

        assertThat(again.register(again.registration()
                                .oldNodeKey(own.nodeKey())
                                .authKey(key("--tags tag:own"))
                                .build())
                        .error())
                .isEmpty();

        assertThat(tags()).isEqualTo("[[\"tag:own\"]]");
    }

    private String key(String terms) {
        return server.run(("preauthkeys create " + terms).strip().split(" "));
    }

    private static SimulatedClient wishing(SimulatedClient client, String tags) {
        var said = client.registration().build().hostinfo().toBuilder();
        return client.saying(said.requestTags(List.of(tags.split(","))).build());
    }

    /// The tags of each node there is.
    private String tags() {
        return JSON.readTree(server.run("nodes", "list", "-o", "json")).values().stream()
                .map(node -> node.path("tags"))
                .map(JsonNode::toString)
                .toList()
                .toString();
    }
}
