package net.headscale.observe;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import net.headscale.coordinator.Publication;
import net.headscale.coordinator.WriterWatch;
import net.headscale.tailnet.NodeId;

/// What headscale calls its node store: here, the tailnets that writers change. Thread-safe.
final class StoreMetrics implements WriterWatch, Publication.Listener {
    private static final String PUT = "put";
    private static final String UPDATE = "update";
    private static final String DELETE = "delete";

    private final Counter operations;
    private final Histogram answers;
    private final Histogram sizes;
    private final Histogram batches;

    StoreMetrics(PrometheusRegistry registry) {
        operations = Counter.builder()
                .name("headscale_nodestore_operations_total")
                .help("Nodes that were added (put), changed (update) or removed (delete)")
                .labelNames("operation")
                .register(registry);
        List.of(PUT, UPDATE, DELETE).forEach(operations::initLabelValues);
        answers = Histogram.builder()
                .name("headscale_nodestore_operation_duration_seconds")
                .help("From a command to its answer: waiting, storing and publishing included")
                .labelNames("operation")
                .classicOnly()
                .classicUpperBounds(PeerBuckets.SECONDS)
                .register(registry);
        answers.initLabelValues(UPDATE);
        sizes = Histogram.builder()
                .name("headscale_nodestore_batch_size")
                .help("Commands that were decided and stored together")
                .classicOnly()
                .classicUpperBounds(1, 2, 5, 10, 20, 50, 100, 1_000)
                .register(registry);
        batches = Histogram.builder()
                .name("headscale_nodestore_batch_duration_seconds")
                .help("How long it took to decide, store and publish such a batch")
                .classicOnly()
                .classicUpperBounds(PeerBuckets.SECONDS)
                .register(registry);
    }

    @Override
    public void carriedOut(int commands, Duration took) {
        sizes.observe(commands);
        batches.observe(MapMetrics.seconds(took));
    }

    @Override
    public void answered(Duration waited) {
        answers.labelValues(UPDATE).observe(MapMetrics.seconds(waited));
    }

    @Override
    public void published(Publication publication) {
        for (NodeId id : publication.touched()) {
            operations.labelValues(operation(publication, id)).inc();
        }
    }

    private static String operation(Publication publication, NodeId id) {
        boolean wasThere = publication.before().tailnet().nodes().contains(id);
        boolean isThere = publication.after().tailnet().nodes().contains(id);
        return isThere ? (wasThere ? UPDATE : PUT) : DELETE;
    }
}
