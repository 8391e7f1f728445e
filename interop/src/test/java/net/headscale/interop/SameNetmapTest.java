package net.headscale.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.DeadlineMissedException;
import net.headscale.interop.rig.Headscale;
import net.headscale.interop.rig.RealClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The client of `testkit`, by which most of the server is tested, understands the server as the real one does.
///
/// Both watch the same tailnet, mostly through differences, and end with the same netmap: peers, profiles, relays,
/// names and packet filter. Left out are the two watchers themselves, and what the real client computes: names for its
/// user, and how it cuts off an expired peer by changing its key and ways (`ipn/ipnlocal/expiry.go`).
@Scenario
class SameNetmapTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void the_java_client_and_the_real_one_end_with_the_same_netmap(Testbed testbed) {
        RealClient real = testbed.join("real");
        JavaClient java = JavaClient.join(
                testbed.network().addClient("java"), testbed.headscale().authKey(Testbed.NAMESPACE));

        RealClient ana = testbed.join("ana");
        RealClient ben = testbed.join("ben");
        RealClient cid = testbed.join("cid");
        RealClient eve = testbed.join("eve");
        awaitSame(real, java, Map.of("ana", true, "ben", true, "cid", true, "eve", true));

        Headscale headscale = testbed.headscale();
        ana.tailscale("set", "--hostname", "ada");
        ana.host().moveTo("10.91.0.77");
        ben.down();
        cid.logOut();
        headscale.run("-n", Testbed.NAMESPACE, "node", "delete", "--force", id(eve));
        testbed.join("fay");
        awaitSame(real, java, Map.of("ada", true, "ben", false, "cid", false, "fay", true));

        ben.up();
        headscale.run("-n", Testbed.NAMESPACE, "node", "rename", "-i", id(ben), "bob");
        awaitSame(real, java, Map.of("ada", true, "bob", true, "cid", false, "fay", true));
    }

    private static String id(RealClient client) {
        return client.status().self().id();
    }

    /// Waits until both show these labels, online or not, then compares all else.
    private static void awaitSame(RealClient real, JavaClient java, Map<String, Boolean> online) {
        Await.until(
                "the real client to see " + online,
                DEADLINE,
                () -> onlineIn(ofReal(real)).equals(online));
        try {
            Await.until(
                    "both clients to have the same netmap",
                    DEADLINE,
                    () -> ofReal(real).equals(ofJava(java)));
        } catch (DeadlineMissedException different) {
            assertThat(ofJava(java).toPrettyString()).isEqualTo(ofReal(real).toPrettyString());
        }
    }

    private static Map<String, Boolean> onlineIn(ObjectNode netmap) {
        Map<String, Boolean> online = new TreeMap<>();
        for (JsonNode peer : netmap.get("Peers")) {
            String name = peer.get("Name").asString();
            online.put(name.substring(0, name.indexOf('.')), peer.at("/Online").asBoolean(false));
        }
        return online;
    }

    private static ObjectNode ofReal(RealClient client) {
        JsonNode said = JSON.readTree(client.tailscale("debug", "netmap").out());
        ObjectNode netmap = JSON.createObjectNode();
        netmap.set("Peers", watched(said.get("Peers")));
        netmap.set(
                "UserProfiles",
                JSON.valueToTree(List.copyOf(said.get("UserProfiles").values())));
        netmap.set("PacketFilter", said.get("PacketFilterRules"));
        netmap.set("DNSConfig", said.get("DNS"));
        netmap.set("DERPMap", said.get("DERPMap"));
        netmap.set("Domain", said.get("Domain"));
        return netmap;
    }

    private static ObjectNode ofJava(JavaClient client) {
        JsonNode said = client.netmap();
        ObjectNode netmap = JSON.createObjectNode();
        netmap.set("Peers", watched(said.get("Peers")));
        for (String member : List.of("UserProfiles", "PacketFilter", "DNSConfig", "DERPMap", "Domain")) {
            netmap.set(member, said.get(member));
        }
        return netmap;
    }

    private static JsonNode watched(JsonNode peers) {
        return JSON.valueToTree(peers.values().stream()
                .filter(peer -> !peer.get("Name").asString().matches("(real|java)\\..*"))
                .map(peer -> ((ObjectNode) peer).remove(computed(peer)))
                .toList());
    }

    private static List<String> computed(JsonNode peer) {
        return peer.has("KeyExpiry")
                ? List.of("ComputedName", "ComputedNameWithHost", "Expired", "Key", "Endpoints", "HomeDERP")
                : List.of("ComputedName", "ComputedNameWithHost");
    }
}
