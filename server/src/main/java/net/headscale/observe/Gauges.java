package net.headscale.observe;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.tailnet.Node;

/// Numbers that are read when somebody asks for the metrics.
public final class Gauges {
    private final Parts parts;

    private Gauges(Parts parts) {
        this.parts = parts;
    }

    /// Where the numbers are.
    ///
    /// @param sessions how many map streams are open
    /// @param renderings how many renderings wait
    /// @param handshakes how many handshakes wait
    /// @param isReady whether the database answers
    public record Parts(
            Coordinator coordinator,
            InstantSource clock,
            IntSupplier sessions,
            IntSupplier renderings,
            IntSupplier handshakes,
            BooleanSupplier isReady) {}

    /// What a node is, as far as it can be reached.
    private enum State {
        ONLINE,
        OFFLINE,
        EXPIRED
    }

    static void register(PrometheusRegistry registry, Parts parts) {
        Gauges gauges = new Gauges(parts);
        gauges.registerTailnets(registry);
        number(registry, "headscale_nodestore_nodes", "Nodes of all tailnets", gauges::nodes);
        number(registry, "headscale_nodestore_queue_depth", "Commands that wait to be decided", gauges::commands);
        number(registry, "headscale_sessions", "Map streams that are open", parts.sessions());
        number(registry, "headscale_rendering_queue_depth", "Rounds and first maps that wait", parts.renderings());
        number(registry, "headscale_handshake_queue_depth", "Handshakes that wait for a thread", parts.handshakes());
        number(
                registry,
                "headscale_ready",
                "1 while the database answers, as /health says",
                () -> parts.isReady().getAsBoolean() ? 1 : 0);
    }

    private static void number(PrometheusRegistry registry, String name, String help, IntSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsInt()))
                .register(registry);
    }

    private void registerTailnets(PrometheusRegistry registry) {
        GaugeWithCallback.builder()
                .name("headscale_nodes")
                .help("Nodes by tailnet and state; an expired one has to log in again")
                .labelNames("tailnet", "state")
                .callback(callback -> parts.coordinator().all().forEach(writer -> callNodes(callback, writer)))
                .register(registry);
        GaugeWithCallback.builder()
                .name("headscale_users")
                .help("Users by tailnet")
                .labelNames("tailnet")
                .callback(callback -> parts.coordinator()
                        .all()
                        .forEach(writer -> callback.call(
                                writer.current().tailnet().users().size(),
                                writer.current().tailnet().name())))
                .register(registry);
    }

    private void callNodes(GaugeWithCallback.Callback callback, TailnetWriter writer) {
        Map<State, Integer> counts = new EnumMap<>(State.class);
        var tailnet = writer.current().tailnet();
        tailnet.nodes().values().forEach(node -> counts.merge(stateOf(node), 1, Integer::sum));
        for (State state : State.values()) {
            callback.call(
                    counts.getOrDefault(state, 0), tailnet.name(), state.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    private State stateOf(Node node) {
        if (node.isExpired(parts.clock().instant())) {
            return State.EXPIRED;
        }
        return node.presence().isOnline() ? State.ONLINE : State.OFFLINE;
    }

    private int nodes() {
        return parts.coordinator().all().stream()
                .mapToInt(writer -> writer.current().tailnet().nodes().size())
                .sum();
    }

    private int commands() {
        return parts.coordinator().all().stream()
                .mapToInt(TailnetWriter::waiting)
                .sum();
    }
}
