package net.headscale.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.Headscale;
import net.headscale.interop.rig.PendingLogin;
import net.headscale.interop.rig.RealClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Routes that the policy approves by itself, however a router joins and whenever it offers them.
@Scenario
class AutoApprovalTest {
    private static final boolean IS_FULL = Boolean.getBoolean("full");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String APPROVING = """
            {"groups": {"group:routers": ["cid@"]},
             "tagOwners": {"tag:router": ["ana@"]},
             "acls": [{"action": "accept", "src": ["*"], "dst": ["*:*"]}],
             "autoApprovers": {
               "routes": {"10.20.0.0/16": ["tag:router"], "10.30.0.0/16": ["ana@"], "10.40.0.0/16": ["group:routers"]},
               "exitNode": ["tag:router"]}}""";
    private static final String SILENT = """
            {"groups": {"group:routers": ["cid@"]},
             "tagOwners": {"tag:router": ["ana@"]},
             "acls": [{"action": "accept", "src": ["*"], "dst": ["*:*"]}]}""";

    /// How a router joins, and when it offers its route.
    ///
    /// @param user whose it is, or whose tag it takes
    record Way(String user, boolean isTagged, boolean isByPage, boolean isLater, String offered, String refused) {
        List<String> flags() {
            return isTagged ? List.of("--advertise-tags=tag:router") : List.of();
        }

        @Override
        public String toString() {
            return (isByPage ? "page" : "key") + ", " + (isTagged ? "tag" : user) + ", "
                    + (isLater ? "later" : "at once");
        }
    }

    static Stream<Way> ways() {
        return Stream.of(false, true)
                .flatMap(byPage -> Stream.of(false, true)
                        .flatMap(later -> Stream.of(
                                new Way("ana", true, byPage, later, "10.20.1.0/24", "10.30.1.0/24"),
                                new Way("ana", false, byPage, later, "10.30.1.0/24", "10.20.1.0/24"),
                                new Way("cid", false, byPage, later, "10.40.0.0/16", "10.30.0.0/16"))))
                .filter(way -> IS_FULL || (way.isByPage() == way.isTagged() && way.isLater() != way.isTagged()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void a_route_is_approved_and_served(Way way, Testbed testbed) {
        testbed.user("ana");
        testbed.user("cid");
        testbed.policy(APPROVING);
        RealClient viewer = testbed.joinAs("ana", "viewer");
        RealClient router = testbed.client("router");
        String routes = "--advertise-routes=" + way.offered() + "," + way.refused();

        join(testbed, router, way, way.isLater() ? "--advertise-routes=" : routes);
        if (way.isLater()) {
            router.tailscale("set", routes);
        }

        Await.until("the route", PATIENCE, () -> served(viewer).equals(List.of(way.offered())));
        assertThat(approved(testbed)).containsExactly(way.offered());
    }

    private static void join(Testbed testbed, RealClient router, Way way, String routes) {
        var flags = Stream.concat(way.flags().stream(), Stream.of(routes)).toArray(String[]::new);
        if (!way.isByPage()) {
            router.up(Headscale.URL, testbed.keyOf(way.user()), flags);
            return;
        }
        PendingLogin login = router.logIn(Headscale.URL, flags);
        String authId = login.page().substring(login.page().lastIndexOf('/') + 1);
        testbed.headscale().run("-n", Testbed.NAMESPACE, "auth", "register", "-u", way.user(), "--auth-id", authId);
        assertThat(login.command().exit(PATIENCE)).isZero();
    }

    @Test
    void an_approval_stays_without_the_policy_and_comes_with_it_for_routes_that_wait(Testbed testbed) {
        testbed.user("ana");
        testbed.policy(SILENT);
        RealClient viewer = testbed.joinAs("ana", "viewer");
        testbed.joinAs("ana", "router", "--advertise-routes=10.30.7.0/24");
        Await.until(
                "an offer",
                PATIENCE,
                () -> testbed.node("router").path("availableRoutes").size() == 1);
        assertThat(served(viewer)).isEmpty();

        testbed.policy(APPROVING);
        Await.until("the route", PATIENCE, () -> served(viewer).equals(List.of("10.30.7.0/24")));

        testbed.policy(SILENT);
        assertThat(approved(testbed)).containsExactly("10.30.7.0/24");
        String id = testbed.node("router").path("id").asString();
        testbed.headscale().run("-n", Testbed.NAMESPACE, "nodes", "approve-routes", "-i", id, "-r", "");
        Await.until("its end", PATIENCE, () -> served(viewer).isEmpty());
    }

    @Test
    void an_exit_node_is_approved_only_by_the_list_for_exit_nodes(Testbed testbed) {
        testbed.user("ana");
        testbed.policy(APPROVING);
        RealClient viewer = testbed.joinAs("ana", "viewer");
        testbed.joinAs("ana", "router", "--advertise-tags=tag:router", "--advertise-exit-node");

        Await.until(
                "an exit node",
                PATIENCE,
                () -> viewer.status()
                        .peer("router")
                        .filter(peer -> peer.json().path("ExitNodeOption").asBoolean(false))
                        .isPresent());
        testbed.joinAs("ana", "plain", "--advertise-exit-node");
        Await.until(
                "an offer",
                PATIENCE,
                () -> testbed.node("plain").path("availableRoutes").size() == 2);
        assertThat(testbed.node("plain").path("approvedRoutes")).isEmpty();
    }

    private static List<String> served(RealClient viewer) {
        return viewer.status().peer("router").stream()
                .flatMap(peer -> peer.json().path("PrimaryRoutes").values().stream())
                .map(JsonNode::asString)
                .toList();
    }

    private static List<String> approved(Testbed testbed) {
        return testbed.node("router").path("approvedRoutes").values().stream()
                .map(JsonNode::asString)
                .toList();
    }
}
