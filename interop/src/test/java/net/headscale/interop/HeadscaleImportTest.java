package net.headscale.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.Command;
import net.headscale.interop.rig.DerpRelay;
import net.headscale.interop.rig.FormerHeadscale;
import net.headscale.interop.rig.Headscale;
import net.headscale.interop.rig.Program;
import net.headscale.interop.rig.RealClient;
import net.headscale.interop.rig.TestNetwork;
import org.junit.jupiter.api.Test;

/// A headscale is stopped, its database brought along, and the product started in its place.
@Scenario
class HeadscaleImportTest {
    private static final Duration MOST_TIME_TO_COME_BACK = Duration.ofSeconds(30);
    private static final String POLICY = """
            {"tagOwners": {"tag:db": ["ana@"]}, "acls": [{"action": "accept", "src": ["*"], "dst": ["*:*"]}]}
            """;

    @Test
    void clients_are_back_without_a_login_with_their_addresses_and_names_and_keys_go_on_working(TestNetwork network) {
        DerpRelay relay = DerpRelay.start(network);
        Headscale headscale = Headscale.install(network);
        FormerHeadscale former = FormerHeadscale.install(headscale, relay);
        Program server = former.serve();
        former.run("users", "create", "ana");
        headscale.write("policy.hujson", POLICY);
        former.run(
                "policy",
                "set",
                "--file",
                headscale.folder().resolve("policy.hujson").toString());
        String key = authKey(former, "--reusable");
        List<RealClient> clients = List.of(
                joined(network, "laptop", key),
                joined(network, "router", key, "--advertise-routes=10.77.0.0/16"),
                joined(network, "database", authKey(former, "--tags", "tag:db")));
        former.run("nodes", "rename", "--identifier", "1", "chosen");
        former.run("nodes", "approve-routes", "--identifier", "2", "--routes", "10.77.0.0/16");
        String apiKey = former.json("apikeys", "create").asString();
        RealClient laptop = clients.getFirst();
        Await.until("peers of laptop", MOST_TIME_TO_COME_BACK, () -> hasRoute(laptop));
        Map<String, String> before = identities(clients);
        server.stop();

        former.makeRoom();
        String report = headscale.run("import", "--from", former.origin()).out();
        assertThat(report).contains("1 user, 3 nodes, 2 pre-auth keys, 1 API key, a policy of");
        headscale.serve();

        Await.until(
                "everybody's return",
                MOST_TIME_TO_COME_BACK,
                () -> headscale.online("default").containsAll(List.of("chosen", "router", "database")));
        Await.until(
                "the peers of laptop",
                MOST_TIME_TO_COME_BACK,
                () -> laptop.status().seesOnline("router")
                        && laptop.status().seesOnline("database")
                        && hasRoute(laptop));
        assertThat(identities(clients)).isEqualTo(before);
        assertThat(before.get("laptop")).contains("chosen.former.test");
        RealClient later = joined(network, "later", key);
        Await.until(
                "a way to later",
                MOST_TIME_TO_COME_BACK,
                () -> laptop.reaches(later, Duration.ofSeconds(1)).size() == 2);
        for (int use = 0; use < 2; use++) { // the second is compared in our own scheme
            assertThat(statusWith(headscale, apiKey)).isEqualTo("200");
        }
        assertThat(statusWith(headscale, apiKey.replaceFirst(".$", "!"))).isEqualTo("401");
    }

    private static RealClient joined(TestNetwork network, String name, String key, String... flags) {
        RealClient client = RealClient.start(network, name);
        client.up(Headscale.URL, key, flags);
        return client;
    }

    private static String authKey(FormerHeadscale former, String... flags) {
        String[] words = new String[flags.length + 4];
        System.arraycopy(new String[] {"preauthkeys", "create", "--user", "1"}, 0, words, 0, 4);
        System.arraycopy(flags, 0, words, 4, flags.length);
        return former.json(words).path("key").asString();
    }

    private static boolean hasRoute(RealClient client) {
        return client.status()
                .peer("router")
                .map(peer -> peer.json().path("PrimaryRoutes").toString())
                .filter(routes -> routes.contains("10.77.0.0/16"))
                .isPresent();
    }

    /// What must not change, by host: state, name, addresses, node key and stable id.
    private static Map<String, String> identities(List<RealClient> clients) {
        Map<String, String> identities = new TreeMap<>();
        for (RealClient client : clients) {
            var status = client.status();
            var self = status.self();
            identities.put(
                    client.name(),
                    String.join(
                            " ", status.state(), self.name(), self.addresses().toString(), self.key(), self.id()));
        }
        return identities;
    }

    private static String statusWith(Headscale headscale, String apiKey) {
        return headscale
                .host()
                .attempt(Command.of("curl", "--silent", "--output", "/dev/null", "--write-out", "%{http_code}")
                        .and("--header", "Authorization: Bearer " + apiKey, Headscale.URL + "/api/v1/node"))
                .out();
    }
}
