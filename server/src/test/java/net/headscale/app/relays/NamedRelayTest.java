package net.headscale.app.relays;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import net.headscale.app.Await;
import net.headscale.app.configured.Certificates;
import net.headscale.app.configured.Translation;
import net.headscale.certificate.Challenges;
import net.headscale.config.Config;
import net.headscale.config.ConfigReader;
import net.headscale.config.Loaded;
import net.headscale.config.key.Environment;
import net.headscale.coordinator.Coordinator;
import net.headscale.http.Loops;
import net.headscale.http.Routes;
import net.headscale.journal.memory.MemoryJournal;
import net.headscale.relay.BootstrapDns;
import net.headscale.relay.RelayWatch;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.DerpNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The relay of a server that is known by a name.
class NamedRelayTest {
    @TempDir
    Path folder;

    @Test
    void it_is_in_the_map_at_once_and_the_map_says_what_it_lacks_when_its_name_is_found() throws Exception {
        Config config = config();
        var nameServer = new CountDownLatch(1);
        try (var loops = Loops.open(1);
                var certificates = Certificates.open(config, new Challenges(), Clock.systemUTC())) {
            Coordinator coordinator = coordinator(config);
            var around = new EmbeddedRelay.Surroundings(
                    new Members(coordinator, Clock.systemUTC()),
                    new BootstrapDns(Set::of, Clock.systemUTC()),
                    certificates,
                    new Routes(),
                    loops,
                    RelayWatch.NONE);

            var relay = EmbeddedRelay.open(config, around, _ -> answer(nameServer));
            try (RelayMap map = new RelayMap(coordinator, relay)) {
                map.apply(config);
                Await.until("the relay", () -> !nodes(coordinator).isEmpty());
                assertThat(nodes(coordinator)).extracting(DerpNode::ipv6).containsExactly("");

                nameServer.countDown();
                Await.until(
                        "the answer", () -> nodes(coordinator).getFirst().ipv6().equals("none"));
            } finally {
                relay.orElseThrow().close();
            }
        }
    }

    private static List<InetAddress> answer(CountDownLatch nameServer) throws UnknownHostException {
        try {
            nameServer.await();
            return List.of(InetAddress.getByName("192.0.2.1"));
        } catch (InterruptedException ended) {
            throw new UnknownHostException(ended.getMessage());
        }
    }

    private Config config() throws Exception {
        Files.writeString(folder.resolve("config.yaml"), """
                server_url: http://relay.example:8080
                derp: {server: {enabled: true, stun_listen_addr: '127.0.0.1:0'}}
                """);
        Loaded loaded = new ConfigReader(new Environment(Map.of(), folder, folder, folder)).read("");
        return ((Loaded.Ready) loaded).config();
    }

    private static Coordinator coordinator(Config config) {
        return Coordinator.open(
                new MemoryJournal(),
                Clock.systemUTC(),
                Translation.blocks(config.prefixes()),
                Translation.surroundings(config));
    }

    private static List<DerpNode> nodes(Coordinator coordinator) {
        DerpMap map = coordinator
                .require(Coordinator.DEFAULT_TAILNET)
                .current()
                .surroundings()
                .derpMap();
        return map.regions() == null
                ? List.of()
                : map.regions().values().stream()
                        .flatMap(region -> region.nodes().stream())
                        .toList();
    }
}
