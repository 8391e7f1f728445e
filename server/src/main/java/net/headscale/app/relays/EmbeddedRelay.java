package net.headscale.app.relays;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import net.headscale.app.configured.Certificates;
import net.headscale.app.configured.KeyFile;
import net.headscale.app.configured.Translation;
import net.headscale.certificate.OwnCertificate;
import net.headscale.config.Config;
import net.headscale.config.Relay;
import net.headscale.config.Tls;
import net.headscale.http.HttpListener;
import net.headscale.http.Loops;
import net.headscale.http.Routes;
import net.headscale.relay.BootstrapDns;
import net.headscale.relay.DerpServer;
import net.headscale.relay.RelayWatch;
import net.headscale.relay.StunListener;
import net.headscale.wire.key.X25519Secret;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.DerpNode;
import net.headscale.wire.tailcfg.DerpRegion;

/// The relay of this process: its key, its paths, its listener if it has one, STUN, and its region in the map.
public final class EmbeddedRelay implements AutoCloseable {
    private static final int HTTPS = 443;

    private final Relay.Embedded.On settings;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final RelayAddresses addresses;
    private final DerpNode node;

    private EmbeddedRelay(Relay.Embedded.On settings, Config config, Surroundings around, RelayAddresses.Lookup lookup)
            throws IOException {
        this.settings = settings;
        String host = host(config.http().serverUrl());
        this.addresses = RelayAddresses.lookUp(host, lookup);
        SecureRandom random = new SecureRandom();
        X25519Secret key = keep(KeyFile.openRelayKey(settings.key(), random));
        Members members = around.members;
        boolean verifies = settings.manner().verifiesClients();
        DerpServer derp = keep(new DerpServer(
                key,
                verifies ? members::has : _ -> true,
                settings.manner().clientBytesPerSecond(),
                random,
                around.watch));
        around.dns.addTo(derp.addTo(around.outer));
        StunListener stun = keep(StunListener.open(around.loops, Translation.socketAddress(settings.stun())));
        if (verifies) {
            members.onDeparture(derp::drop);
            Future<?> sweep = around.loops.group().scheduleWithFixedDelay(derp::dropStrangers, 1, 1, TimeUnit.SECONDS);
            parts.push(() -> sweep.cancel(false));
        }
        URI url = config.http().serverUrl();
        int id = settings.region().id();
        DerpNode named = DerpNode.of(Integer.toString(id), id, host);
        this.node = switch (settings.door()) {
            case Relay.Door.ServerUrl _ ->
                named.withPorts(stun.address().getPort(), url.getPort() > 0 ? url.getPort() : HTTPS);
            case Relay.Door.Own own -> {
                Shown shown = shown(own, config, around, random);
                HttpListener listener = keep(HttpListener.open(
                        around.loops,
                        Translation.socketAddress(own.listen()),
                        shown.tls,
                        around.dns.addTo(derp.addTo(new Routes()))));
                int port = ((InetSocketAddress) listener.address()).getPort();
                yield named.withPorts(stun.address().getPort(), port)
                        .withCertificate(
                                shown.pin,
                                !shown.pin.isEmpty() && settings.manner().servesOldClients());
            }
        };
    }

    /// What the relay needs of the rest of the server.
    ///
    /// @param certificates of the main listener
    /// @param outer gets the relay's paths
    /// @param watch told what passes through the relay
    public record Surroundings(
            Members members,
            BootstrapDns dns,
            Certificates certificates,
            Routes outer,
            Loops loops,
            RelayWatch watch) {}

    /// What the relay's own listener shows.
    ///
    /// @param pin how clients know it; empty: by its name
    private record Shown(Supplier<Optional<SslContext>> tls, String pin) {}

    /// Starts the relay that the configuration asks for, if it does.
    ///
    /// @throws IOException if an address cannot be had
    public static Optional<EmbeddedRelay> open(Config config, Surroundings around) throws IOException {
        return open(config, around, RelayAddresses.Lookup::bySystem);
    }

    static Optional<EmbeddedRelay> open(Config config, Surroundings around, RelayAddresses.Lookup lookup)
            throws IOException {
        return config.relay().embedded() instanceof Relay.Embedded.On on
                ? Optional.of(new EmbeddedRelay(on, config, around, lookup))
                : Optional.empty();
    }

    private static Shown shown(Relay.Door.Own own, Config config, Surroundings around, SecureRandom random) {
        if (!(config.http().tls() instanceof Tls.None)) {
            return new Shown(around.certificates, "");
        }
        OwnCertificate certificate = OwnCertificate.open(
                own.certificate(),
                host(config.http().serverUrl()),
                around.members.clock().instant(),
                random);
        Optional<SslContext> context = Optional.of(certificate.context());
        return new Shown(() -> context, certificate.pin());
    }

    /// Has `action` run when more is known of what [#withRegion] says.
    void whenFound(Runnable action) {
        addresses.whenFound(action);
    }

    /// `map` with the region of this relay, unless the configuration keeps it out.
    DerpMap withRegion(DerpMap map) {
        if (!settings.manner().isListed()) {
            return map;
        }
        Relay.Region region = settings.region();
        Map<Integer, DerpRegion> regions = new TreeMap<>(map.regions() == null ? Map.of() : map.regions());
        regions.put(
                region.id(),
                DerpRegion.of(region.id(), region.code(), region.name(), List.of(addresses.addTo(node, region))));
        return DerpMap.of(regions.values());
    }

    private static String host(URI url) {
        return url.getHost().replaceAll("[\\[\\]]", "");
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() throws Exception {
        addresses.whenFound(() -> {});
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }
}
