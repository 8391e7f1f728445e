package net.headscale.observe;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.headscale.control.ControlWatch;
import net.headscale.http.Request;
import net.headscale.http.Watch;

/// What comes in over HTTP and Noise. Thread-safe.
final class RequestMetrics implements Watch, ControlWatch {
    private static final List<String> STATUSES = List.of("2xx", "4xx", "5xx");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");

    private final Histogram exchanges;
    private final Histogram durations;
    private final Counter requests;
    private final Counter reports;
    private final Counter ends;
    private final Counter answers;
    private final Gauge connections;
    private final Histogram handshakes;

    RequestMetrics(PrometheusRegistry registry) {
        exchanges = Histogram.builder()
                .name("headscale_http_request_seconds")
                .help("HTTP requests, by area and the first digit of their status; upgrades to Noise are handshakes")
                .labelNames("area", "status")
                .classicOnly()
                .classicUpperBounds(0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10)
                .register(registry);
        durations = Histogram.builder()
                .name("headscale_http_duration_seconds")
                .help("HTTP requests, by the route that answered them; other is none")
                .labelNames("path")
                .classicOnly()
                .classicUpperBounds(PeerBuckets.SECONDS)
                .register(registry);
        requests = Counter.builder()
                .name("headscale_http_requests_total")
                .help("HTTP requests, by status, method and route; other is none of ours")
                .labelNames("code", "method", "path")
                .register(registry);
        reports = Counter.builder()
                .name("headscale_mapresponse_endpoint_updates_total")
                .help("News of clients about themselves, apart from their map streams")
                .labelNames("status")
                .register(registry);
        List.of("ok", "error").forEach(reports::initLabelValues);
        ends = Counter.builder()
                .name("headscale_handshakes_total")
                .help("Noise handshakes, by how they ended")
                .labelNames("outcome")
                .register(registry);
        for (Outcome outcome : Outcome.values()) {
            ends.initLabelValues(word(outcome));
        }
        answers = Counter.builder()
                .name("headscale_machine_requests_total")
                .help("Requests of machines within Noise, by the first digit of their status")
                .labelNames("status")
                .register(registry);
        STATUSES.forEach(answers::initLabelValues);
        connections = Gauge.builder()
                .name("headscale_connections")
                .help("Connections to the main listener, whatever they have become")
                .register(registry);
        handshakes = Histogram.builder()
                .name("headscale_handshake_seconds")
                .help("From a handshake's first message to its answer, waiting included")
                .classicOnly()
                .classicUpperBounds(0.0005, 0.001, 0.0025, 0.01, 0.05, 0.25, 1, 4, 8)
                .register(registry);
    }

    @Override
    public void opened() {
        connections.inc();
    }

    @Override
    public void closed() {
        connections.dec();
    }

    @Override
    public void answered(Answered answered) {
        double seconds = MapMetrics.seconds(answered.took());
        Request request = answered.request();
        exchanges.labelValues(area(request.path()), digit(answered.status())).observe(seconds);
        String path = answered.pattern().isEmpty() ? "other" : answered.pattern();
        durations.labelValues(path).observe(seconds);
        String method = METHODS.contains(request.method()) ? request.method() : "other";
        requests.labelValues(String.valueOf(answered.status()), method, path).inc();
    }

    @Override
    public void reported(Report report) {
        switch (report) {
            case TAKEN -> reports.labelValues("ok").inc();
            case FAILED -> reports.labelValues("error").inc();
        }
    }

    @Override
    public void answered(int status) {
        answers.labelValues(digit(status)).inc();
    }

    private static String digit(int status) {
        return status / 100 + "xx";
    }

    private static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    /// A closed set: paths themselves hold names.
    private static String area(String path) {
        if (path.startsWith("/api/")) {
            return "api";
        }
        return path.startsWith("/derp") ? "relay" : path.equals("/ts2021") || path.equals("/key") ? "control" : "other";
    }

    @Override
    public void ended(Outcome outcome, Duration sinceAsked) {
        ends.labelValues(word(outcome)).inc();
        if (outcome != Outcome.TURNED_AWAY) {
            handshakes.observe(MapMetrics.seconds(sinceAsked));
        }
    }
}
