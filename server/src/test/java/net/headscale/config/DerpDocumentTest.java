package net.headscale.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.headscale.config.key.Problem;
import net.headscale.wire.tailcfg.DerpNode;
import net.headscale.wire.tailcfg.DerpRegion;
import org.junit.jupiter.api.Test;

class DerpDocumentTest {
    private static DerpDocument read(String text) {
        return ((DerpDocument.Read.Ready) DerpDocument.parse(text, "derp.yaml")).document();
    }

    private static List<String> problems(String text) {
        return ((DerpDocument.Read.Unusable) DerpDocument.parse(text, "derp.yaml"))
                .problems().stream().map(Problem::toString).toList();
    }

    @Test
    void the_yaml_of_tailscales_tools_is_read() {
        var document = read("""
                regions:
                  900:
                    regionid: 900
                    regioncode: lab
                    regionname: Lab
                    nodes:
                    - name: 900a
                      regionid: 900
                      hostname: relay.example.com
                      ipv4: 192.0.2.1
                      stunport: 3479
                      stunonly: false
                      derptestport: 8443
                """);

        assertThat(document.regions().get(900))
                .isEqualTo(DerpRegion.of(
                        900,
                        "lab",
                        "Lab",
                        List.of(DerpNode.of("900a", 900, "relay.example.com")
                                .withAddresses("192.0.2.1", "")
                                .withPorts(3479, 8443))));
    }

    @Test
    void json_with_gos_names_is_read() {
        var document = read("""
                {"Regions": {"1": {"RegionID": 1, "RegionCode": "nyc", "RegionName": "New York", "Latitude": 40.7,
                  "Nodes": [{"Name": "1a", "HostName": "a.example.com", "CanPort80": true, "STUNPort": -1}]}}}""");

        DerpRegion region = document.regions().get(1);
        assertThat(region.latitude()).isEqualTo(40.7);
        assertThat(region.nodes().getFirst().canPort80()).isTrue();
        assertThat(region.nodes().getFirst().stunPort()).isEqualTo(-1);
    }

    @Test
    void a_later_document_replaces_and_removes_regions() {
        String one = "regions: {1: {nodes: [{hostname: a}]}, 2: {nodes: [{hostname: b}]}}";
        String two = "regions: {1: null, 2: {nodes: [{hostname: c}]}}";

        var map = DerpDocument.merge(List.of(read(one), read(two)));

        assertThat(map.regions()).containsOnlyKeys(2);
        assertThat(map.regions().get(2).nodes().getFirst().hostName()).isEqualTo("c");
    }

    @Test
    void what_is_wrong_is_told_with_its_line() {
        assertThat(problems("regions:\n  1:\n    regionid: 2\n    nodes:\n    - name: x\n"))
                .containsExactly(
                        "derp.yaml:3: regionid: expected 1 as the region's key says, found 2",
                        "derp.yaml:5: hostname: is missing",
                        "derp.yaml:3: nodes: expected at least one relay in region 1");
        assertThat(problems("relays: 1")).containsExactly("derp.yaml:1: regions: is missing");
        assertThat(problems("regions: {x: {}}")).hasSize(1);
        assertThat(problems("regions: [")).hasSize(1);
    }
}
