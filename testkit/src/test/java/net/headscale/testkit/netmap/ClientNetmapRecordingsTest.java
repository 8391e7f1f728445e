package net.headscale.testkit.netmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.RawJson;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.DisplayMessage;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.codec.MapResponseCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Our client ends where the real one does: its own code was run over random messages, see `src/test/recorder`.
class ClientNetmapRecordingsTest {
    /// What the recorder prints where the client took the time of its clock.
    private static final Instant NOW = Instant.parse("2026-09-01T00:00:00Z");

    private static final String HEALTH_PREFIX = "The coordination server is reporting a health issue: ";

    record State(MapResponse remembered, MapResponse live) {}

    record Recording(int line, List<MapResponse> messages, List<State> states) {
        @Override
        public String toString() {
            return "line " + line;
        }
    }

    static Stream<Recording> recordings() {
        String path = System.getProperty("netmap.recordings");
        try (InputStream file = path == null
                        ? ClientNetmapRecordingsTest.class.getResourceAsStream("/golden/netmap/recorded.jsonl")
                        : new java.io.FileInputStream(path);
                var lines = new BufferedReader(
                        new InputStreamReader(Objects.requireNonNull(file), StandardCharsets.UTF_8))) {
            int[] line = {0};
            return lines.lines().map(text -> recording(++line[0], text)).toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Recording recording(int line, String text) {
        Map<String, RawJson> members =
                JsonReader.read(text.getBytes(StandardCharsets.UTF_8), in -> in.map(JsonReader::raw));
        return new Recording(
                line,
                elements(members.get("messages")).stream()
                        .map(ClientNetmapRecordingsTest::message)
                        .toList(),
                elements(members.get("states")).stream()
                        .map(ClientNetmapRecordingsTest::state)
                        .toList());
    }

    private static List<RawJson> elements(RawJson array) {
        return JsonReader.read(array.text().getBytes(StandardCharsets.UTF_8), in -> in.list(JsonReader::raw));
    }

    private static State state(RawJson json) {
        Map<String, RawJson> members =
                JsonReader.read(json.text().getBytes(StandardCharsets.UTF_8), in -> in.map(JsonReader::raw));
        RawJson remembered = members.get("remembered");
        return new State(message(remembered), message(members.getOrDefault("live", remembered)));
    }

    private static MapResponse message(RawJson json) {
        return MapResponseCodec.decode(json.text().getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void the_client_is_where_the_real_one_was_after_each_message(Recording recording) {
        ClientNetmap client = ClientNetmap.empty();
        for (int i = 0; i < recording.messages().size(); i++) {
            client = client.apply(recording.messages().get(i), NOW);
            State state = recording.states().get(i);

            assertSame("remembered after message " + i, client.remembered(), state.remembered());
            assertThat(client.remembered().profiles())
                    .isEqualTo(netmap(state.remembered()).profiles());
            assertSame("live after message " + i, client.live(), state.live());
            // Releases from 1.102.5 on also look up the profiles of peers that come back; older ones do not.
            assertThat(netmap(state.live()).profiles())
                    .containsAllEntriesOf(client.live().profiles());
        }
    }

    @Test
    void the_recordings_lead_into_every_trap() {
        Set<Trap.Kind> kinds = recordings()
                .flatMap(recording -> lastOf(recording).traps().stream())
                .map(Trap::kind)
                .collect(Collectors.toSet());

        assertThat(kinds).containsExactlyInAnyOrder(Trap.Kind.values());
    }

    private static ClientNetmap lastOf(Recording recording) {
        ClientNetmap client = ClientNetmap.empty();
        for (MapResponse message : recording.messages()) {
            client = client.apply(message, NOW);
        }
        return client;
    }

    private static void assertSame(String when, Netmap ours, MapResponse theirs) {
        assertThat(withoutMessages(ours)).as(when).isEqualTo(withoutMessages(netmap(theirs)));
        assertThat(problems(ours)).as(when).isEqualTo(problems(netmap(theirs)));
    }

    private static Netmap netmap(MapResponse full) {
        return ClientNetmap.empty().apply(full, NOW).live();
    }

    /// The real client makes display messages of health lines; so these are compared by what the user reads.
    private static Set<String> problems(Netmap netmap) {
        Set<String> texts = netmap.displayMessages().values().stream()
                .map(DisplayMessage::text)
                .collect(Collectors.toSet());
        netmap.health().forEach(line -> texts.add(HEALTH_PREFIX + line));
        return texts;
    }

    private static Netmap withoutMessages(Netmap netmap) {
        return new Netmap(
                netmap.self(),
                netmap.peers(),
                new java.util.TreeMap<>(),
                withoutEmptyScores(netmap.derpMap()),
                netmap.packetFilter(),
                netmap.dns(),
                netmap.ssh(),
                netmap.collectServices(),
                netmap.domain(),
                netmap.auditLogId(),
                List.of(),
                Map.of(),
                netmap.tka());
    }

    /// The recorder writes with Go's encoder, which leaves empty scores out.
    private static @Nullable DerpMap withoutEmptyScores(@Nullable DerpMap map) {
        boolean isEmpty = map != null
                && map.homeParams() != null
                && Map.of().equals(map.homeParams().regionScore());
        return isEmpty ? new DerpMap(new DerpMap.HomeParams(null), map.regions(), map.omitDefaultRegions()) : map;
    }
}
