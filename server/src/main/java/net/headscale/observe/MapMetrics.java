package net.headscale.observe;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import net.headscale.session.MapSession;
import net.headscale.session.Watch;

/// What clients are told, and how long it takes. Thread-safe.
final class MapMetrics implements Watch {
    private final Counter sent;
    private final Counter ended;
    private final Histogram first;
    private final Histogram rounds;
    private final Histogram lag;

    MapMetrics(PrometheusRegistry registry) {
        sent = Counter.builder()
                .name("headscale_mapresponse_sent_total")
                .help("Map messages sent to clients")
                .labelNames("status", "type")
                .register(registry);
        ended = Counter.builder()
                .name("headscale_mapresponse_ended_total")
                .help("Map streams that ended")
                .labelNames("reason")
                .register(registry);
        List.of("full", "change", "keepalive").forEach(type -> sent.initLabelValues("success", type));
        for (MapSession.Ending how : MapSession.Ending.values()) {
            ended.initLabelValues(word(how));
        }
        first = histogram(
                registry, "headscale_map_first_seconds", "From the opening of a map stream to its first message");
        rounds = histogram(registry, "headscale_round_seconds", "How long a round took that moved sessions to a view");
        lag = histogram(registry, "headscale_map_lag_seconds", "From a change to the end of the round that told of it");
    }

    private static Histogram histogram(PrometheusRegistry registry, String name, String help) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .classicOnly()
                .classicUpperBounds(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
                .register(registry);
    }

    @Override
    public void fullMapSent(Duration sinceOpened) {
        sent.labelValues("success", "full").inc();
        first.observe(seconds(sinceOpened));
    }

    @Override
    public void roundEnded(int moved, Duration took, Duration sinceChanged) {
        sent.labelValues("success", "change").inc(moved);
        rounds.observe(seconds(took));
        if (moved > 0) {
            lag.observe(seconds(sinceChanged));
        }
    }

    @Override
    public void keepAlivesSent(int count) {
        sent.labelValues("success", "keepalive").inc(count);
    }

    @Override
    public void streamEnded(MapSession.Ending how) {
        ended.labelValues(word(how)).inc();
    }

    private static String word(MapSession.Ending how) {
        return how.name().toLowerCase(Locale.ROOT);
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
