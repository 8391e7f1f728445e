package net.headscale.session;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.Publication;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.netmap.Viewer;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.TailnetId;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;

/// The map sessions of all tailnets. Thread-safe.
public final class Sessions implements AutoCloseable {
    /// Where a client answers when it was asked for a sign of life; a node id follows, and what makes the path unique.
    public static final String ECHO = "/machine/c2n/";

    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final Coordinator coordinator;
    private final Workshop workshop;
    private final Presences presences;
    private final Roamers roamers;
    private final Map<TailnetId, TailnetSessions> tailnets = new ConcurrentHashMap<>();

    private Sessions(Coordinator coordinator, Workshop workshop) {
        this.coordinator = coordinator;
        this.workshop = workshop;
        this.presences = new Presences(workshop);
        this.roamers = new Roamers(workshop);
    }

    /// Starts to follow the tailnets.
    ///
    /// @param threads that render; one a core
    public static Sessions open(Coordinator coordinator, Clock clock, RandomGenerator random, int threads) {
        return open(coordinator, clock, random, Watch.NONE, threads);
    }

    /// Starts to follow the tailnets, watched.
    public static Sessions open(
            Coordinator coordinator, Clock clock, RandomGenerator random, Watch watch, int threads) {
        Sessions sessions = new Sessions(coordinator, Workshop.open(clock, random, watch, threads));
        coordinator.watch(sessions::published);
        coordinator.all().forEach(sessions.presences::settleAfterStart);
        sessions.workshop.every(
                SWEEP, renderer -> sessions.tailnets.values().forEach(tailnet -> tailnet.keepAlive(renderer)));
        return sessions;
    }

    /// Opens the session of a stream; a former one of the same node is ended.
    ///
    /// @param key the node key that the client polled with; its session ends when the node gets another
    public MapSession open(TailnetWriter writer, Viewer viewer, NodeKey key, Outlet outlet) {
        TailnetId id = writer.current().tailnet().id();
        return tailnets.computeIfAbsent(
                        id, _ -> new TailnetSessions(writer, workshop, presences, coordinator.directory()))
                .open(viewer, key, outlet);
    }

    /// Looks after the routers of one prefix: which of them do not answer.
    ///
    /// @param interval between probes; zero is none
    /// @param timeout until a router without an answer counts as silent
    public void watchRouters(Duration interval, Duration timeout) {
        Routers routers = new Routers(workshop, presences, timeout);
        if (!interval.isZero()) {
            workshop.every(interval, _ -> tailnets.values().forEach(tailnet -> tailnet.probe(routers)));
        }
    }

    /// A node's client itself gave a sign of life.
    ///
    /// @param machine of the connection that it came on
    /// @return whether it is that machine's node, and connected
    public boolean answered(NodeId node, MachineKey machine) {
        return tailnets.values().stream().anyMatch(tailnet -> tailnet.answered(node, machine));
    }

    /// Whether a node has a stream now.
    public boolean isConnected(NodeId node) {
        return presences.isHere(node);
    }

    /// How many streams are open.
    public int size() {
        return tailnets.values().stream().mapToInt(TailnetSessions::size).sum();
    }

    /// How many renderings wait for a thread.
    public int waiting() {
        return workshop.waiting();
    }

    private void published(Publication publication) {
        TailnetSessions sessions = tailnets.get(publication.after().tailnet().id());
        if (sessions != null) {
            sessions.published(publication);
        }
        coordinator
                .find(publication.after().tailnet().id())
                .ifPresent(writer -> roamers.published(writer, publication));
    }

    /// Ends all streams and stops rendering.
    @Override
    public void close() {
        tailnets.values().forEach(TailnetSessions::endAll);
        workshop.close();
    }

    /// Who writes to the tailnets that are served.
    public Coordinator coordinator() {
        return coordinator;
    }
}
