package net.headscale.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.headscale.config.Config;
import net.headscale.config.ListenAddress;
import net.headscale.config.Relay;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.Publication;
import net.headscale.http.Loops;
import net.headscale.http.Routes;
import net.headscale.relay.DerpServer;
import net.headscale.relay.StunListener;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.key.X25519Secret;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.DerpNode;
import net.headscale.wire.tailcfg.DerpRegion;
import org.jspecify.annotations.Nullable;

/// The relay of this process: its key, its paths, STUN beside it, and its region in the map.
final class EmbeddedRelay implements AutoCloseable {
    private final X25519Secret key;
    private final DerpServer derp;
    private final StunListener stun;

    private EmbeddedRelay(X25519Secret key, DerpServer derp, StunListener stun) {
        this.key = key;
        this.derp = derp;
        this.stun = stun;
    }

    /// Starts the relay that the configuration asks for, if it does.
    ///
    /// @throws IOException if the address of STUN cannot be had
    static Optional<EmbeddedRelay> open(Config config, Coordinator coordinator, Routes routes, Loops loops, Clock clock)
            throws IOException {
        if (!(config.relay().embedded() instanceof Relay.Embedded.On on)) {
            return Optional.empty();
        }
        SecureRandom random = new SecureRandom();
        X25519Secret key = KeyFile.openRelayKey(on.key(), random);
        boolean admitsAll = !on.verifiesClients();
        DerpServer derp = new DerpServer(key, node -> admitsAll || isMember(coordinator, node, clock), random);
        derp.addTo(routes);
        ListenAddress listen = on.stun();
        StunListener stun = StunListener.open(
                loops,
                listen.host().isEmpty()
                        ? new InetSocketAddress(listen.port())
                        : new InetSocketAddress(listen.host(), listen.port()));
        if (!admitsAll) {
            coordinator.watch(publication -> dropStrangers(derp, publication));
        }
        return Optional.of(new EmbeddedRelay(key, derp, stun));
    }

    private static boolean isMember(Coordinator coordinator, NodeKey key, Clock clock) {
        return coordinator
                .directory()
                .find(key)
                .flatMap(place -> coordinator.find(place.tailnet()))
                .flatMap(writer -> writer.current().tailnet().nodeWith(key))
                .filter(node -> !node.isExpired(clock.instant()))
                .isPresent();
    }

    /// Node keys that are gone, replaced or expired lose the relay at once.
    private static void dropStrangers(DerpServer derp, Publication publication) {
        for (NodeId id : publication.touched()) {
            Node was = publication.before().tailnet().nodes().get(id);
            Node is = publication.after().tailnet().nodes().get(id);
            if (was != null && isStranger(was, is)) {
                derp.drop(was.keys().node());
            }
        }
    }

    private static boolean isStranger(Node was, @Nullable Node is) {
        return is == null
                || !is.keys().node().equals(was.keys().node())
                || is.lifetime().keyExpiry().isBefore(was.lifetime().keyExpiry());
    }

    /// `map` with the region of the relay that the configuration asks for.
    static DerpMap withRegion(DerpMap map, Config config) {
        if (!(config.relay().embedded() instanceof Relay.Embedded.On on) || !on.isListed()) {
            return map;
        }
        URI url = config.http().serverUrl();
        boolean isHttps = "https".equalsIgnoreCase(url.getScheme());
        int port = url.getPort() > 0 ? url.getPort() : isHttps ? 443 : 80;
        Relay.Region named = on.region();
        DerpNode node = DerpNode.of(Integer.toString(named.id()), named.id(), url.getHost())
                .withAddresses(named.ipv4(), named.ipv6())
                .withPorts(on.stun().port(), port);
        Map<Integer, DerpRegion> regions = new TreeMap<>(map.regions() == null ? Map.of() : map.regions());
        regions.put(named.id(), DerpRegion.of(named.id(), named.code(), named.name(), List.of(node)));
        return DerpMap.of(regions.values());
    }

    @Override
    public void close() {
        stun.close();
        derp.close();
        key.close();
    }
}
