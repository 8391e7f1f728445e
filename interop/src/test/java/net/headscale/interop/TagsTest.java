package net.headscale.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.Headscale;
import net.headscale.interop.rig.Outcome;
import net.headscale.interop.rig.PendingLogin;
import net.headscale.interop.rig.RealClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Which tags a node gets, by its key, its own wish and an administrator.
@Scenario
class TagsTest {
    private static final boolean IS_FULL = Boolean.getBoolean("full");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String POLICY = """
            {"tagOwners": {"tag:own": ["ana@"], "tag:second": ["ana@"], "tag:others": ["ben@"]},
             "acls": [{"action": "accept", "src": ["*"], "dst": ["*:*"]}]}""";

    static Stream<Arguments> wishes() {
        Stream<Arguments> core = Stream.of(
                Arguments.of("ana", "tag:own", "tag:own"),
                Arguments.of("ana", "tag:others", "refused"),
                Arguments.of("ana", "tag:ghost", "refused"));
        Stream<Arguments> more = Stream.of(
                Arguments.of("ana", "tag:own,tag:second", "tag:own tag:second"),
                Arguments.of("ana", "tag:own,tag:others", "refused"),
                Arguments.of("ana", "", ""));
        return IS_FULL ? Stream.concat(core, more) : core;
    }

    /// @param outcome the node's tags, or `refused`
    @ParameterizedTest(name = "{1}: {2}")
    @MethodSource("wishes")
    void a_user_tags_a_new_node_with_tags_of_his_own(String user, String wish, String outcome, Testbed testbed) {
        testbed.user("ana");
        testbed.user("ben");
        testbed.policy(POLICY);
        RealClient box = testbed.client("box");

        Outcome up = box.attemptUp(Headscale.URL, testbed.keyOf(user), "--advertise-tags=" + wish);

        if (outcome.equals("refused")) {
            assertThat(up.succeeded()).isFalse();
            assertThat(up.err()).contains("invalid or not permitted");
        } else {
            up.orThrow();
            Await.until("its tags", PATIENCE, () -> tags(box).equals(outcome));
        }
    }

    @Test
    void a_tagged_key_makes_tagged_nodes_whatever_they_wish(Testbed testbed) {
        testbed.user("ana");
        testbed.policy(POLICY);
        String key = testbed.headscale().authKey(Testbed.NAMESPACE, "--tags", "tag:others", "--reusable");

        RealClient plain = testbed.joinWith(key, "plain");

        Await.until("its tags", PATIENCE, () -> tags(plain).equals("tag:others"));
        assertThat(testbed.client("wishing")
                        .attemptUp(Headscale.URL, key, "--advertise-tags=tag:own")
                        .succeeded())
                .isFalse();
    }

    @Test
    void an_administrator_sets_any_tag_of_the_policy_and_node_and_peers_see_each_change(Testbed testbed) {
        testbed.user("ana");
        testbed.policy(POLICY);
        RealClient ana = testbed.joinAs("ana", "ana");
        RealClient box = testbed.joinAs("ana", "box");
        String id = testbed.node("box").path("id").asString();

        for (String tags : IS_FULL
                ? new String[] {"tag:others", "tag:own", "tag:own,tag:second", "tag:others"}
                : new String[] {"tag:others", "tag:own"}) {
            tag(testbed, id, tags).orThrow();
            String shown = tags.replace(',', ' ');
            Await.until("its own view of " + tags, PATIENCE, () -> tags(box).equals(shown));
            Await.until(
                    "a peer's view of " + tags,
                    PATIENCE,
                    () -> tagsOf(ana, "box").equals(shown));
        }

        assertThat(tag(testbed, id, "tag:ghost").succeeded()).isFalse();
        assertThat(tag(testbed, id, "nonsense").succeeded()).isFalse();
        assertThat(tags(box)).isNotEmpty();
    }

    @Test
    void a_tag_that_a_running_node_may_not_take_is_refused_and_the_node_is_left_as_it_was(Testbed testbed) {
        testbed.user("ana");
        testbed.user("ben");
        testbed.policy(POLICY);
        RealClient box = testbed.joinAs("ana", "box");
        RealClient peer = testbed.joinAs("ben", "peer");
        String address = box.status().self().ipv4();

        Outcome refused =
                box.attemptUp(Headscale.URL, testbed.keyOf("ana"), "--advertise-tags=tag:others", "--force-reauth");

        assertThat(refused.succeeded()).isFalse();
        assertThat(refused.err()).contains("tag:others").contains("invalid or not permitted");
        assertThat(testbed.node("box").path("tags")).isEmpty();
        assertThat(tagsOf(peer, "box")).isEmpty();
        assertThat(testbed.node("box").path("ipAddresses").toString()).contains(address);
    }

    @Test
    void a_node_that_came_by_tags_alone_may_become_a_users(Testbed testbed) {
        testbed.user("ana");
        testbed.policy(POLICY);
        RealClient ana = testbed.joinAs("ana", "ana");
        RealClient box =
                testbed.joinWith(testbed.headscale().authKey(Testbed.NAMESPACE, "--tags", "tag:second"), "box");
        Await.until(
                "a peer's view of the tag", PATIENCE, () -> tagsOf(ana, "box").equals("tag:second"));
        box.logOut();

        PendingLogin login = box.logIn(Headscale.URL, "--force-reauth");
        String authId = login.page().substring(login.page().lastIndexOf('/') + 1);
        testbed.headscale().run("-n", Testbed.NAMESPACE, "auth", "register", "-u", "ana", "--auth-id", authId);
        login.awaitSuccess(PATIENCE);

        Await.until("the end of its tags", PATIENCE, () -> tags(box).isEmpty());
        Await.until(
                "a peer to see it",
                PATIENCE,
                () -> ana.status().peers().values().stream()
                        .anyMatch(found -> tags(found.json()).isEmpty()
                                && ana.status().loginName(found).equals("ana")));
        assertThat(box.discoPing(ana.status().self().ipv4())).isPresent();
    }

    private static Outcome tag(Testbed testbed, String id, String tags) {
        return testbed.headscale().attempt("-n", Testbed.NAMESPACE, "nodes", "tag", "-i", id, "-t", tags);
    }

    private static String tags(RealClient client) {
        return tags(client.status().self().json());
    }

    private static String tagsOf(RealClient viewer, String peer) {
        return viewer.status().peer(peer).map(found -> tags(found.json())).orElse("no peer");
    }

    private static String tags(tools.jackson.databind.JsonNode node) {
        return String.join(
                " ",
                node.path("Tags").values().stream()
                        .map(tools.jackson.databind.JsonNode::asString)
                        .sorted()
                        .toList());
    }
}
