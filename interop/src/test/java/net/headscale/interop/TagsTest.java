package net.headscale.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.Headscale;
import net.headscale.interop.rig.Outcome;
import net.headscale.interop.rig.PendingLogin;
import net.headscale.interop.rig.RealClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Which tags a node gets, by its key, its own wish and an administrator.
@Scenario
class TagsTest {
    private static final boolean IS_FULL = Boolean.getBoolean("full");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String POLICY = """
            {"tagOwners": {"tag:own": ["ana@"], "tag:second": ["ana@"], "tag:others": ["ben@"]},
             "acls": [{"action": "accept", "src": ["*"], "dst": ["*:*"]}]}""";

    private static void prepare(Testbed testbed) {
        testbed.user("ana");
        testbed.user("ben");
        testbed.policy(POLICY);
    }

    private static String taggedKey(Testbed testbed, String tags) {
        return testbed.headscale().authKey(Testbed.NAMESPACE, "--tags", tags, "--reusable");
    }

    @Test
    void a_new_node_is_refused_tags_that_are_not_its_users_or_its_keys_to_give(Testbed testbed) {
        prepare(testbed);
        RealClient box = testbed.client("box");
        String users = testbed.headscale().authKey(Testbed.NAMESPACE, "--user", "ana", "--reusable");
        String tagged = taggedKey(testbed, "tag:own");

        for (String wish : List.of("tag:others", "tag:ghost", "tag:own,tag:others")) {
            assertRefused(box.attemptUp(Headscale.URL, users, "--advertise-tags=" + wish), wish);
        }
        for (String wish : IS_FULL ? List.of("tag:second", "tag:others", "tag:ghost") : List.of("tag:second")) {
            assertRefused(box.attemptUp(Headscale.URL, tagged, "--advertise-tags=" + wish), wish);
        }
        assertThat(testbed.headscale().nodes(Testbed.NAMESPACE)).isEmpty();

        box.up(Headscale.URL, users, "--advertise-tags=tag:own,tag:second");
        awaitTags(box, "tag:own tag:second");
    }

    /// The client may show the refusal of an earlier wish.
    private static void assertRefused(Outcome up, String wish) {
        assertThat(up.succeeded()).as(wish).isFalse();
        assertThat(up.err()).contains("requested tags [").contains("] are invalid or not permitted");
    }

    @Test
    void a_tagged_keys_node_has_the_keys_tags_until_an_administrator_sets_others(Testbed testbed) {
        prepare(testbed);
        String key = taggedKey(testbed, "tag:own");
        RealClient box = testbed.joinWith(key, "box");
        awaitTags(box, "tag:own");

        for (String wish : List.of("tag:own,tag:second", "tag:second")) {
            box.attemptUp(Headscale.URL, key, "--advertise-tags=" + wish); // the client asks nobody
            assertThat(tags(testbed.node("box"))).isEqualTo("tag:own");
            assertRefused(box.attemptUp(Headscale.URL, key, "--advertise-tags=" + wish, "--force-reauth"), wish);
            assertThat(tags(testbed.node("box"))).isEqualTo("tag:own");
        }

        tag(testbed, "box", "tag:second").orThrow();
        box.up(Headscale.URL, key, "--advertise-tags=", "--force-reauth");
        awaitTags(box, "tag:second");
        tag(testbed, "box", "tag:own,tag:second").orThrow();
        box.attemptUp(Headscale.URL, key, "--advertise-tags=tag:own", "--force-reauth");
        assertThat(tags(testbed.node("box"))).isEqualTo("tag:own tag:second");
        assertThat(testbed.headscale().nodes(Testbed.NAMESPACE)).containsExactly("box");
    }

    @Test
    void a_users_node_that_an_administrator_tagged_keeps_these_tags_whatever_it_wishes(Testbed testbed) {
        prepare(testbed);
        String key = testbed.headscale().authKey(Testbed.NAMESPACE, "--user", "ana", "--reusable");
        RealClient box = testbed.joinWith(key, "box");
        assertThat(tags(box)).isEmpty();

        tag(testbed, "box", "tag:own").orThrow();
        awaitTags(box, "tag:own");
        for (String flag : List.of("--reset", "--advertise-tags=")) {
            box.up(Headscale.URL, key, flag);
            assertThat(tags(testbed.node("box"))).as(flag).isEqualTo("tag:own");
        }
        tag(testbed, "box", "tag:own,tag:second").orThrow();
        box.attemptUp(Headscale.URL, key, "--advertise-tags=tag:own");
        assertThat(tags(testbed.node("box"))).isEqualTo("tag:own tag:second");
        box.up(Headscale.URL, key, "--advertise-tags=", "--force-reauth");
        awaitTags(box, "tag:own tag:second");
        assertThat(testbed.headscale().nodes(Testbed.NAMESPACE)).containsExactly("box");
    }

    @Test
    void a_user_who_logs_in_by_a_page_changes_the_tags_of_his_node_until_an_administrator_has(Testbed testbed) {
        prepare(testbed);
        RealClient box = testbed.client("box");
        for (String wish : List.of("tag:ghost", "tag:others")) {
            PendingLogin login = box.logIn(Headscale.URL, "--advertise-tags=" + wish);
            assertThat(register(testbed, login).succeeded()).as(wish).isFalse();
        }
        assertThat(testbed.headscale().nodes(Testbed.NAMESPACE)).isEmpty();

        for (String wish : List.of("tag:own", "tag:own,tag:second", "tag:own")) {
            PendingLogin login = box.logIn(Headscale.URL, "--advertise-tags=" + wish, "--force-reauth");
            register(testbed, login).orThrow();
            login.awaitSuccess(PATIENCE);
            awaitTags(box, wish.replace(',', ' '));
        }

        for (String tags : List.of("tag:second", "tag:own,tag:second")) {
            tag(testbed, "box", tags).orThrow();
            awaitTags(box, tags.replace(',', ' '));
            box.tailscale("up", "--login-server", Headscale.URL, "--advertise-tags=tag:own");
            assertThat(tags(testbed.node("box"))).isEqualTo(tags.replace(',', ' '));
        }

        PendingLogin login = box.logIn(Headscale.URL, "--advertise-tags=", "--force-reauth");
        register(testbed, login).orThrow();
        login.awaitSuccess(PATIENCE);
        awaitTags(box, "");
        assertThat(testbed.headscale().nodes(Testbed.NAMESPACE)).containsExactly("box");
        assertThat(testbed.node("box").path("user").path("name").asString()).isEqualTo("ana");
    }

    private static Outcome register(Testbed testbed, PendingLogin login) {
        String authId = login.page().substring(login.page().lastIndexOf('/') + 1);
        return testbed.headscale()
                .attempt("-n", Testbed.NAMESPACE, "auth", "register", "-u", "ana", "--auth-id", authId);
    }

    @Test
    void an_administrator_sets_any_tag_of_the_policy_and_node_and_peers_see_each_change(Testbed testbed) {
        prepare(testbed);
        RealClient ana = testbed.joinAs("ana", "ana");
        RealClient box = testbed.joinAs("ana", "box");

        for (String tags : IS_FULL
                ? new String[] {"tag:others", "tag:own", "tag:own,tag:second", "tag:others"}
                : new String[] {"tag:others", "tag:own"}) {
            tag(testbed, "box", tags).orThrow();
            awaitTags(box, tags.replace(',', ' '));
            awaitTagsSeen(ana, "box", tags.replace(',', ' '));
        }

        for (String tags : List.of("tag:ghost", "nonsense", "")) {
            assertThat(tag(testbed, "box", tags).succeeded()).as(tags).isFalse();
        }
        assertThat(tags(box)).isNotEmpty();
    }

    @Test
    void a_tag_that_a_running_node_may_not_take_is_refused_and_the_node_is_left_as_it_was(Testbed testbed) {
        prepare(testbed);
        RealClient box = testbed.joinAs("ana", "box");
        RealClient peer = testbed.joinAs("ben", "peer");
        String address = box.status().self().ipv4();

        Outcome refused =
                box.attemptUp(Headscale.URL, testbed.keyOf("ana"), "--advertise-tags=tag:others", "--force-reauth");

        assertRefused(refused, "tag:others");
        assertThat(testbed.node("box").path("tags")).isEmpty();
        assertThat(tagsSeen(peer, "box")).isEmpty();
        assertThat(testbed.node("box").path("ipAddresses").toString()).contains(address);
    }

    @Test
    void a_node_that_came_by_tags_alone_may_become_a_users(Testbed testbed) {
        prepare(testbed);
        RealClient ana = testbed.joinAs("ana", "ana");
        RealClient box = testbed.joinWith(taggedKey(testbed, "tag:second"), "box");
        awaitTagsSeen(ana, "box", "tag:second");
        box.logOut();

        PendingLogin login = box.logIn(Headscale.URL, "--force-reauth");
        register(testbed, login).orThrow();
        login.awaitSuccess(PATIENCE);

        awaitTags(box, "");
        Await.until(
                "a peer to see it",
                PATIENCE,
                () -> ana.status().peers().values().stream()
                        .anyMatch(found -> tags(found.json()).isEmpty()
                                && ana.status().loginName(found).equals("ana")));
        assertThat(box.discoPing(ana.status().self().ipv4())).isPresent();
    }

    private static Outcome tag(Testbed testbed, String node, String tags) {
        String id = testbed.node(node).path("id").asString();
        return testbed.headscale().attempt("-n", Testbed.NAMESPACE, "nodes", "tag", "-i", id, "-t", tags);
    }

    private static void awaitTags(RealClient client, String tags) {
        Await.until("its own view of " + tags, PATIENCE, () -> tags(client).equals(tags));
    }

    private static void awaitTagsSeen(RealClient viewer, String peer, String tags) {
        Await.until(
                "a peer's view of " + tags,
                PATIENCE,
                () -> tagsSeen(viewer, peer).equals(tags));
    }

    private static String tags(RealClient client) {
        return tags(client.status().self().json());
    }

    private static String tagsSeen(RealClient viewer, String peer) {
        return viewer.status().peer(peer).map(found -> tags(found.json())).orElse("no peer");
    }

    /// The tags of a node, as a client or the server shows it.
    private static String tags(JsonNode node) {
        JsonNode tags = node.path("Tags").isMissingNode() ? node.path("tags") : node.path("Tags");
        return String.join(
                " ", tags.values().stream().map(JsonNode::asString).sorted().toList());
    }
}
