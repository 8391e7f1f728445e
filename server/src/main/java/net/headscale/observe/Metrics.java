package net.headscale.observe;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import net.headscale.control.ControlWatch;
import net.headscale.coordinator.Publication;
import net.headscale.coordinator.WriterWatch;
import net.headscale.http.Request;
import net.headscale.http.Response;
import net.headscale.http.Routes;
import net.headscale.journal.Journal;
import net.headscale.relay.RelayWatch;

/// The metrics of one server. Thread-safe.
public final class Metrics {
    private final PrometheusRegistry registry;
    private final MapMetrics maps;
    private final RequestMetrics requests;
    private final JournalMetrics journal;
    private final RelayMetrics relay;
    private final StoreMetrics store;

    private boolean hasJvm;

    private Metrics(PrometheusRegistry registry) {
        this.registry = registry;
        this.maps = new MapMetrics(registry);
        this.requests = new RequestMetrics(registry);
        this.journal = new JournalMetrics(registry);
        this.relay = new RelayMetrics(registry);
        this.store = new StoreMetrics(registry);
    }

    /// Metrics of this process and of the parts that will tell of themselves.
    public static Metrics open() {
        return new Metrics(new PrometheusRegistry());
    }

    /// Counts nodes, sessions and queues whenever somebody asks, and what writers do from now on.
    public void follow(Gauges.Parts parts) {
        parts.coordinator().watch((WriterWatch) store);
        parts.coordinator().watch((Publication.Listener) store);
        Gauges.register(registry, parts);
    }

    /// Told what map sessions do.
    public net.headscale.session.Watch maps() {
        return maps;
    }

    /// Told how handshakes went.
    public ControlWatch handshakes() {
        return requests;
    }

    /// Told what passes through the relay.
    public RelayWatch relay() {
        return relay;
    }

    /// Told of every HTTP exchange.
    public net.headscale.http.Watch exchanges() {
        return requests;
    }

    /// `measured`, with every call timed.
    public Journal measuring(Journal measured) {
        return new MeasuredJournal(measured, journal);
    }

    /// Serves the metrics at `/metrics`, in the format that the scraper asks for.
    public void addTo(Routes routes) {
        routes.add("GET", "/metrics", this::scrape);
    }

    private Response scrape(Request request) {
        addJvm();
        var writer =
                ExpositionFormats.init().findWriter(request.header("accept").orElse(""));
        var text = new ByteArrayOutputStream();
        try {
            writer.write(text, registry.scrape(), EscapingScheme.DEFAULT);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Response.of(200, writer.getContentType(), text.toByteArray());
    }

    /// The JVM's own are there from the first scrape on: they are a sixth of what a server would load at its start.
    private synchronized void addJvm() {
        if (!hasJvm) {
            JvmMetrics.builder().register(registry);
            hasJvm = true;
        }
    }
}
