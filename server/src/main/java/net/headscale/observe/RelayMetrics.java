package net.headscale.observe;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import net.headscale.relay.RelayWatch;

/// What passes through the relay of this process. Thread-safe.
final class RelayMetrics implements RelayWatch {
    private final Gauge clients;
    private final Counter packets;
    private final Counter received;
    private final Counter sent;
    private final Map<Drop, CounterDataPoint> dropped = new EnumMap<>(Drop.class);

    RelayMetrics(PrometheusRegistry registry) {
        clients = Gauge.builder()
                .name("headscale_derp_clients")
                .help("Connections of nodes to the relay")
                .register(registry);
        packets = Counter.builder()
                .name("headscale_derp_received_packets_total")
                .help("Packets that nodes gave the relay to pass on")
                .register(registry);
        received = bytes("headscale_derp_received_bytes_total", "Bytes of these packets, with their frames")
                .register(registry);
        sent = bytes("headscale_derp_sent_bytes_total", "Bytes of frames that the relay gave to nodes' connections")
                .register(registry);
        Counter all = bytes("headscale_derp_dropped_bytes_total", "Bytes of frames that the relay did not pass on")
                .labelNames("reason")
                .register(registry);
        for (Drop why : Drop.values()) {
            dropped.put(why, all.labelValues(why.name().toLowerCase(Locale.ROOT)));
        }
    }

    private static Counter.Builder bytes(String name, String help) {
        return Counter.builder().name(name).help(help);
    }

    @Override
    public void joined() {
        clients.inc();
    }

    @Override
    public void left() {
        clients.dec();
    }

    @Override
    public void received(int bytes) {
        packets.inc();
        received.inc(bytes);
    }

    @Override
    public void sent(int bytes) {
        sent.inc(bytes);
    }

    @Override
    public void dropped(Drop why, int bytes) {
        CounterDataPoint count = dropped.get(why);
        if (count != null) {
            count.inc(bytes);
        }
    }
}
