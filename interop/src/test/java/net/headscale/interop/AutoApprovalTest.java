package net.headscale.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.Headscale;
import net.headscale.interop.rig.PendingLogin;
import net.headscale.interop.rig.RealClient;
import org.junit.jupiter.api.Test;
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
    /// @param network the first two numbers of what it offers and what is approved
    /// @param refused the first two numbers of what it offers, too
    record Way(String user, boolean isTagged, boolean isByPage, boolean isLater, String network, String refused) {
        List<String> flags() {
            return isTagged ? List.of("--advertise-tags=tag:router") : List.of();
        }

        /// Its host name.
        String name() {
            return (isByPage ? "page" : "key") + "-" + (isTagged ? "tag" : user) + (isLater ? "-later" : "");
        }
    }

    static Stream<Way> ways() {
        return Stream.of(false, true)
                .flatMap(byPage -> Stream.of(false, true)
                        .flatMap(later -> Stream.of(
                                new Way("ana", true, byPage, later, "10.20", "10.30"),
                                new Way("ana", false, byPage, later, "10.30", "10.20"),
                                new Way("cid", false, byPage, later, "10.40", "10.30"))))
                .filter(way -> IS_FULL || (way.isByPage() == way.isTagged() && way.isLater() != way.isTagged()));
    }

    /// All ways in one tailnet, each router with a network of its own.
    @Test
    void a_route_is_approved_and_served_whoever_offers_it_when_and_how(Testbed testbed) {
        prepare(testbed, APPROVING);
        RealClient viewer = testbed.joinAs("ana", "viewer");
        int number = 0;
        for (Way way : ways().toList()) {
            number++;
            String offered = way.network() + "." + number + ".0/24";
            String routes = "--advertise-routes=" + offered + "," + way.refused() + "." + number + ".0/24";
            RealClient router = testbed.client(way.name());

            join(testbed, router, way, way.isLater() ? "--advertise-routes=" : routes);
            if (way.isLater()) {
                router.tailscale("set", routes);
            }

            awaitServed(viewer, way.name(), offered);
            assertThat(approved(testbed, way.name())).containsExactly(offered);
        }
    }

    private static void prepare(Testbed testbed, String policy) {
        testbed.user("ana");
        testbed.user("cid");
        testbed.policy(policy);
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
        prepare(testbed, SILENT);
        RealClient viewer = testbed.joinAs("ana", "viewer");
        RealClient router = testbed.joinAs("ana", "router", "--advertise-routes=10.30.7.0/24");
        awaitOffers(testbed, "router", 1);
        assertThat(served(viewer, "router")).isEmpty();

        testbed.policy(APPROVING);
        awaitServed(viewer, "router", "10.30.7.0/24");

        testbed.policy(SILENT);
        assertThat(approved(testbed, "router")).containsExactly("10.30.7.0/24");
        router.tailscale(
                "set", "--advertise-routes=10.30.8.0/24"); // withdraws one, and offers one that nobody approves
        awaitServed(viewer, "router");
        testbed.policy(APPROVING);
        awaitServed(viewer, "router", "10.30.8.0/24");
        router.tailscale("set", "--advertise-routes=10.30.7.0/24,10.30.8.0/24");
        awaitServed(viewer, "router", "10.30.7.0/24", "10.30.8.0/24");

        testbed.policy(SILENT);
        String id = testbed.node("router").path("id").asString();
        testbed.headscale().run("-n", Testbed.NAMESPACE, "nodes", "approve-routes", "-i", id, "-r", "");
        awaitServed(viewer, "router");
    }

    /// A file is for the tailnet that every server has.
    @Test
    void a_policy_in_a_file_approves_as_soon_as_it_is_written(Testbed testbed) {
        Headscale headscale = testbed.headscale();
        headscale.run("users", "create", "ana");
        headscale.run("users", "create", "cid");
        headscale.write("policy.hujson", SILENT);
        headscale.configure(Map.of("policy", "{\"mode\": \"file\", \"path\": \"policy.hujson\"}"));
        testbed.server().stop();
        headscale.serve();
        RealClient viewer = testbed.joinWith(headscale.authKey("default", "--user", "ana"), "viewer");
        testbed.joinWith(headscale.authKey("default", "--user", "ana"), "router", "--advertise-routes=10.30.7.0/24");
        Await.until("the router", PATIENCE, () -> viewer.status().seesOnline("router"));
        assertThat(served(viewer, "router")).isEmpty();

        headscale.write("policy.hujson", APPROVING);

        awaitServed(viewer, "router", "10.30.7.0/24");
    }

    @Test
    void an_exit_node_is_approved_only_by_the_list_for_exit_nodes(Testbed testbed) {
        prepare(testbed, APPROVING);
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
        awaitOffers(testbed, "plain", 2);
        assertThat(approved(testbed, "plain")).isEmpty();
    }

    private static void awaitOffers(Testbed testbed, String node, int count) {
        Await.until(
                "an offer",
                PATIENCE,
                () -> testbed.node(node).path("availableRoutes").size() == count);
    }

    private static void awaitServed(RealClient viewer, String router, String... routes) {
        Await.until(
                "routes of " + router, PATIENCE, () -> served(viewer, router).equals(List.of(routes)));
    }

    private static List<String> served(RealClient viewer, String router) {
        return viewer.status().peer(router).stream()
                .flatMap(peer -> peer.json().path("PrimaryRoutes").values().stream())
                .map(JsonNode::asString)
                .toList();
    }

    private static List<String> approved(Testbed testbed, String router) {
        return testbed.node(router).path("approvedRoutes").values().stream()
                .map(JsonNode::asString)
                .toList();
    }
}
