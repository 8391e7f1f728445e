package net.headscale.app;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.headscale.app.configured.Translation;
import net.headscale.config.Config;
import net.headscale.config.ListenAddress;
import net.headscale.config.Operation;
import net.headscale.control.ControlWatch;
import net.headscale.http.HttpListener;
import net.headscale.http.Loops;
import net.headscale.http.Proxies;
import net.headscale.http.Routes;
import net.headscale.http.Serving;
import net.headscale.journal.Journal;
import net.headscale.observe.DebugPages;
import net.headscale.observe.Gauges;
import net.headscale.observe.Metrics;
import net.headscale.relay.RelayWatch;
import net.headscale.session.Watch;
import org.jspecify.annotations.Nullable;

/// What is measured and shown to operators; while `metrics_listen_addr` is empty nothing is, and nothing is spent on
/// it.
final class Observation {
    private final Config config;
    private final @Nullable Metrics metrics;

    private Observation(Config config, @Nullable Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    static Observation of(Config config) {
        return new Observation(
                config,
                switch (config.operation().metrics()) {
                    case Operation.Metrics.Off _ -> null;
                    case Operation.Metrics.At _ -> Metrics.open();
                });
    }

    Journal measuring(Journal journal) {
        return metrics == null ? journal : metrics.measuring(journal);
    }

    Watch maps() {
        return metrics == null ? Watch.NONE : metrics.maps();
    }

    ControlWatch handshakes() {
        return metrics == null ? ControlWatch.NONE : metrics.handshakes();
    }

    RelayWatch relay() {
        return metrics == null ? RelayWatch.NONE : metrics.relay();
    }

    /// How the main listener is to serve `routes`.
    Serving serving(Routes routes) {
        var watch = metrics == null ? net.headscale.http.Watch.NONE : metrics.exchanges();
        return new Serving(routes, new Proxies(config.http().trustedProxies()), watch);
    }

    /// Starts the listener of metrics and debug pages, if one is wanted.
    ///
    /// @throws IOException if its address cannot be had
    Optional<HttpListener> open(Loops loops, Gauges.Parts parts) throws IOException {
        if (metrics == null || !(config.operation().metrics() instanceof Operation.Metrics.At(ListenAddress at))) {
            return Optional.empty();
        }
        Routes routes = new Routes();
        metrics.follow(parts);
        metrics.addTo(routes);
        new DebugPages(parts, this::text).addTo(routes);
        return Optional.of(HttpListener.open(loops, Translation.socketAddress(at), Optional::empty, routes));
    }

    /// The configuration that the server was started with; its records leave secrets out.
    private String text() {
        return Stream.of(
                        config.origin(),
                        config.http(),
                        config.storage(),
                        config.operation(),
                        config.prefixes(),
                        config.life(),
                        config.policy(),
                        config.dns(),
                        config.relay(),
                        config.clients(),
                        config.remote())
                .map(Object::toString)
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
