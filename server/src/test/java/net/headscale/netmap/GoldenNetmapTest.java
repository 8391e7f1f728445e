package net.headscale.netmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.headscale.dns.DnsSettings;
import net.headscale.dns.Suffixes;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.NodeName;
import net.headscale.tailnet.PolicyText;
import net.headscale.tailnet.Presence;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.codec.MapResponseCodec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// What a small tailnet's nodes are told, to the letter: a change of `golden/netmap` is to be reviewed as code.
/// `-Dgolden=write` writes the files anew.
class GoldenNetmapTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path FOLDER = Path.of(System.getProperty("basedir", "."), "src/test/resources/golden/netmap");
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final View VIEW = SmallTailnet.view();
    private static final String POLICY = """
            {
              "tagOwners": {"tag:db": ["ana@"]},
              "grants": [{"src": ["ana@"], "dst": ["tag:db"], "ip": ["5432"]}],
              "ssh": [{"action": "accept", "src": ["ana@"], "dst": ["tag:db"], "users": ["root"]}],
              "nodeAttrs": [{"target": ["ana@"], "attr": ["magicdns-aaaa"]}]
            }
            """;

    @ParameterizedTest
    @ValueSource(ints = {113, 142})
    void a_full_map_is_as_it_was_for_capability_version(int version) throws IOException {
        check("full-" + version, Netmap.full(VIEW, new Viewer(new NodeId(1), version)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "peer-joined",
                "peer-left",
                "peer-offline",
                "peer-renamed",
                "self-renamed",
                "policy-set",
                "policy-set-for-tagged",
                "dns-set"
            })
    void a_difference_is_as_it_was_for(String what) throws IOException {
        NodeId viewer = new NodeId(what.endsWith("tagged") ? 3 : 1);

        check(what, Netmap.difference(delta(what), new Viewer(viewer, 142)));
    }

    private static Delta delta(String what) {
        return switch (what) {
            case "peer-joined" -> after(new Change.NodeJoined(SmallTailnet.laptop(6)));
            case "peer-left" -> after(new Change.NodeRemoved(new NodeId(2)));
            case "peer-offline" -> after(new Change.PresenceChanged(new NodeId(2), new Presence.Offline(NOON)));
            case "peer-renamed" -> after(renamed(2));
            case "self-renamed" -> after(renamed(1));
            case "dns-set" -> inOtherSurroundings();
            default -> after(new Change.PolicySet(new PolicyText(POLICY, NOON)));
        };
    }

    private static Change renamed(long node) {
        return new Change.NodeRenamed(new NodeId(node), new NodeName("workbench", "workbench", true));
    }

    private static Delta inOtherSurroundings() {
        var dns = new DnsSettings(
                Suffixes.of("tailnet.internal"), true, List.of("9.9.9.9"), true, Map.of(), List.of(), List.of());
        var others = new Surroundings(
                VIEW.surroundings().derpMap(), dns, VIEW.surroundings().features());
        return Delta.between(VIEW, VIEW.in(others), List.of());
    }

    private static Delta after(Change... changes) {
        List<NodeId> touched = Arrays.stream(changes)
                .map(Change::subject)
                .flatMap(Optional::stream)
                .toList();
        return Delta.between(VIEW, VIEW.after(VIEW.tailnet().after(List.of(changes)), touched), touched);
    }

    private static void check(String name, Optional<MapResponse> told) throws IOException {
        String text = JSON.writerWithDefaultPrettyPrinter()
                        .writeValueAsString(JSON.readTree(MapResponseCodec.encode(told.orElseThrow())))
                + "\n";
        Path golden = FOLDER.resolve(name + ".json");
        if ("write".equals(System.getProperty("golden"))) {
            Files.createDirectories(FOLDER);
            Files.writeString(golden, text);
        }

        assertThat(golden).hasContent(text);
    }
}
