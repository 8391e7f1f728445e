package net.headscale.interop;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import net.headscale.interop.rig.Await;
import net.headscale.interop.rig.Headscale;
import net.headscale.interop.rig.Host;
import net.headscale.interop.rig.Program;
import net.headscale.testkit.client.ClientFailure;
import net.headscale.testkit.client.MapStream;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.testkit.netmap.Netmap;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.codec.MapResponseCodec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The client of `testkit` on a host of the network, as a process of its own, which prints its netmap whenever it
/// changes.
///
/// @param program its process; each line of its log that begins with [#NETMAP] holds a netmap
record JavaClient(Program program) {
    private static final String NETMAP = "netmap ";
    private static final JsonMapper JSON = new JsonMapper();

    /// Starts it and waits for its first netmap.
    static JavaClient join(Host host, String key) {
        var client = new JavaClient(
                JavaProcess.start(host, "java-client", "128m", JavaClient.class, Headscale.URL, key, host.name()));
        Await.until(
                "a first netmap of " + host.name(),
                Duration.ofSeconds(30),
                () -> client.program.log().contains(NETMAP));
        return client;
    }

    /// The newest netmap, as a map message that says all of it.
    JsonNode netmap() {
        String log = program.log();
        int start = log.lastIndexOf("\n" + NETMAP) + 1;
        String line = log.substring(start, Math.max(start, log.lastIndexOf('\n')));
        return JSON.readTree(line.lines().findFirst().orElseThrow().substring(NETMAP.length()));
    }

    /// Joins and prints.
    ///
    /// @param words the server's URL, a pre-auth key, a host name
    public static void main(String... words) {
        try (SimulatedClient client = SimulatedClient.at(URI.create(words[0])).named(words[2])) {
            client.join(words[1]);
            MapStream stream = client.poll();
            Netmap last = stream.awaitNetmap(netmap -> netmap.self() != null);
            while (true) {
                print(last);
                Netmap shown = last;
                last = stream.awaitNetmap(Duration.ofHours(1), netmap -> !netmap.equals(shown));
            }
        } catch (ClientFailure ended) {
            System.out.println("ended: " + ended.getMessage());
        }
    }

    private static void print(Netmap netmap) {
        MapResponse all = MapResponse.builder()
                .node(netmap.self())
                .peers(List.copyOf(netmap.peers().values()))
                .userProfiles(List.copyOf(netmap.profiles().values()))
                .packetFilter(netmap.packetFilter())
                .derpMap(netmap.derpMap())
                .dnsConfig(netmap.dns())
                .domain(netmap.domain())
                .build();
        System.out.println("\n" + NETMAP + new String(MapResponseCodec.encode(all), StandardCharsets.UTF_8));
    }
}
