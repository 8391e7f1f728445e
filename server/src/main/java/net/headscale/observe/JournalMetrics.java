package net.headscale.observe;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.function.Supplier;
import net.headscale.journal.JournalUnavailable;

/// How long the database takes, and how often it fails. Thread-safe.
final class JournalMetrics {
    private final Histogram calls;
    private final Counter failures;

    JournalMetrics(PrometheusRegistry registry) {
        calls = Histogram.builder()
                .name("headscale_database_seconds")
                .help("Calls of the database, until their effect is on the disk")
                .labelNames("operation")
                .classicOnly()
                .classicUpperBounds(0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10)
                .register(registry);
        failures = Counter.builder()
                .name("headscale_database_failures_total")
                .help("Calls of the database that it could not carry out")
                .labelNames("operation")
                .register(registry);
        List.of("load", "create", "append", "drop", "lease").forEach(failures::initLabelValues);
    }

    /// The result of a call, which is timed.
    <R> R timed(String operation, Supplier<R> call) {
        long start = System.nanoTime();
        try {
            return call.get();
        } catch (JournalUnavailable unavailable) {
            failures.labelValues(operation).inc();
            throw unavailable;
        } finally {
            calls.labelValues(operation).observe((System.nanoTime() - start) / 1e9);
        }
    }
}
