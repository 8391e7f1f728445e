package net.headscale.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.NameServer;
import net.headscale.interop.rig.RealClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the programs of a node's host find under which name.
@Scenario
class DnsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Results RESULTS = Results.of("dns");
    private static final int ROUNDS = Boolean.getBoolean("full") ? 9 : 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration RECORDS_GOAL = Duration.ofSeconds(5);
    private static final String BASE = "headscale.internal";

    @Test
    void nodes_are_found_by_short_and_full_names_and_those_of_the_default_tailnet_directly_under_the_base_domain(
            Testbed testbed) {
        RealClient ana = testbed.join("ana");
        RealClient ben = testbed.join("ben");
        RealClient cid = testbed.joinTo("default", "cid");
        RealClient dan = testbed.joinTo("default", "dan");
        Await.until("ana to see ben", PATIENCE, () -> ana.status().seesOnline("ben"));
        Await.until("cid to see dan", PATIENCE, () -> cid.status().seesOnline("dan"));

        finds(ana, "ben", ben.status().self().ipv4());
        finds(ana, "ben." + Testbed.NAMESPACE + "." + BASE, ben.status().self().ipv4());
        finds(cid, "dan", dan.status().self().ipv4());
        finds(cid, "dan." + BASE, dan.status().self().ipv4());
        assertThat(ana.addresses("dan." + BASE + ".")).isEmpty();
        assertThat(cid.addresses("ben." + Testbed.NAMESPACE + "." + BASE + ".")).isEmpty();
    }

    @Test
    void a_namespace_gets_a_domain_of_its_own_while_its_clients_are_connected(Testbed testbed) {
        RealClient ana = testbed.join("ana");
        RealClient ben = testbed.join("ben");
        String address = ben.status().self().ipv4();
        finds(ana, "ben." + Testbed.NAMESPACE + "." + BASE, address);

        testbed.headscale()
                .configure(Map.of("dns", "{\"tailnet_domains\": {\"" + Testbed.NAMESPACE + "\": \"own.example\"}}"));

        finds(ana, "ben.own.example", address);
        finds(ana, "ben", address);
        assertThat(ana.status().peers().get("ben").name()).isEqualTo("ben.own.example.");
        assertThat(ana.addresses("ben." + Testbed.NAMESPACE + "." + BASE + ".")).isEmpty();
    }

    @Test
    void names_below_a_split_domain_are_asked_of_its_own_resolver_and_extra_names_are_known(Testbed testbed) {
        NameServer company = NameServer.start(testbed.network(), "names", "192.0.2.55");
        RealClient ana = testbed.join("ana");

        testbed.headscale().configure(Map.of("dns", """
                {"nameservers": {"split": {"corp.example": ["%s"]}},
                 "extra_records": [{"name": "wiki.intern.example", "type": "A", "value": "100.64.0.98"}]}""".formatted(company.address())));

        finds(ana, "intra.corp.example", "192.0.2.55");
        finds(ana, "wiki.intern.example", "100.64.0.98");
        assertThat(ana.addresses("intra.other.example.")).isEmpty();
    }

    @Test
    void a_client_shows_the_resolvers_and_search_domains_that_the_operator_set(Testbed testbed) {
        RealClient ana = testbed.join("ana");
        String suffix = Testbed.NAMESPACE + "." + BASE;

        testbed.headscale().configure(Map.of("dns", dns(true)));
        Await.until(
                "resolvers instead of the machine's",
                PATIENCE,
                () -> shown(ana, "Resolvers").equals(List.of("https://dns.nextdns.io/abc123", "192.0.2.53")));
        assertThat(shown(ana, "FallbackResolvers")).isEmpty();
        assertThat(status(ana).path("SearchDomains").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrder("corp.example", suffix);
        assertThat(status(ana)
                        .path("SplitDNSRoutes")
                        .path("doh.example")
                        .path(0)
                        .path("Addr")
                        .asString())
                .isEqualTo("https://dns.quad9.net/dns-query");

        testbed.headscale().configure(Map.of("dns", dns(false)));
        Await.until(
                "resolvers beside the machine's",
                PATIENCE,
                () -> shown(ana, "FallbackResolvers").equals(List.of("https://dns.nextdns.io/abc123", "192.0.2.53")));
        assertThat(shown(ana, "Resolvers")).isEmpty();
    }

    private static String dns(boolean overridesLocal) {
        return """
                {"override_local_dns": %s, "search_domains": ["corp.example"],
                 "nameservers": {"global": ["https://dns.nextdns.io/abc123", "192.0.2.53"],
                                 "split": {"doh.example": ["https://dns.quad9.net/dns-query"]}}}
                """.formatted(overridesLocal);
    }

    private static List<String> shown(RealClient client, String resolvers) {
        return status(client)
                .path(resolvers)
                .valueStream()
                .map(resolver -> resolver.path("Addr").asString())
                .toList();
    }

    private static JsonNode status(RealClient client) {
        return JSON.readTree(client.tailscale("dns", "status", "--json").out());
    }

    @Test
    void an_edited_file_of_records_shows_within_seconds(Testbed testbed) {
        RealClient ana = testbed.join("ana");
        testbed.headscale().write("records.json", records("100.64.0.1"));
        testbed.headscale().configure(Map.of("dns", "{\"extra_records_path\": \"records.json\"}"));
        finds(ana, "db.intern.example", "100.64.0.1");
        var times = new ArrayList<Duration>();

        for (int round = 0; round < ROUNDS; round++) {
            String address = "100.64.0." + (round + 2);
            times.add(Results.timeOf(() -> {
                testbed.headscale().write("records.json", records(address));
                finds(ana, "db.intern.example", address);
            }));
        }

        RESULTS.record("an edited file of records, seen by a program of a node", RECORDS_GOAL, times);
    }

    private static String records(String address) {
        return "[{\"name\": \"db.intern.example\", \"type\": \"A\", \"value\": \"" + address + "\"}]";
    }

    private static void finds(RealClient client, String name, String address) {
        Await.until(
                client.name() + " to find " + name,
                RECORDS_GOAL.multipliedBy(3),
                () -> client.addresses(name).equals(List.of(address)));
    }
}
