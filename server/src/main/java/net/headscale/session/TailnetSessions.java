package net.headscale.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import net.headscale.coordinator.Directory;
import net.headscale.coordinator.Publication;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.netmap.Delta;
import net.headscale.netmap.View;
import net.headscale.netmap.Viewer;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;
import org.jspecify.annotations.Nullable;

/// The map sessions of one tailnet, and the rounds that move them.
///
/// A round fixes one target view; every session that can take bytes is moved to it, from whatever view its
/// client was told. The next round starts when the last has been handed over, at the earliest 10 ms later; so
/// several changes become one message, and few pairs of views live at a time.
///
/// Thread-safe. Rounds of one tailnet never overlap.
final class TailnetSessions {
    private final TailnetWriter writer;
    private final Workshop workshop;
    private final Presences presences;
    private final Map<NodeId, MapSession> sessions = new ConcurrentHashMap<>();
    private final Editions editions;
    private final Farewells farewells;
    private final Openings openings;
    private final Expiries expiries = new Expiries();
    private final Urgency urgency;
    private final AtomicBoolean isRoundDue = new AtomicBoolean();

    /// Guards the state of sessions: held for a round, never while waiting for I/O.
    private final ReentrantLock rounds = new ReentrantLock();

    /// How views lead to others; a session may have been told a newer one by its first message.
    private final Tail tail;

    /// When the oldest change was to be told that no round has told of; the greatest time when there is none.
    private final AtomicReference<Instant> dueSince = new AtomicReference<>(Instant.MAX);

    private volatile Instant restUntil = Instant.MIN;

    TailnetSessions(TailnetWriter writer, Workshop workshop, Presences presences, Directory directory) {
        this.writer = writer;
        this.workshop = workshop;
        this.presences = presences;
        this.tail = new Tail(writer.current());
        this.editions = new Editions(writer);
        this.farewells = new Farewells(directory, workshop);
        this.openings = new Openings(workshop);
        this.urgency = new Urgency(workshop, this::tell);
    }

    /// Opens the session of a stream; a former one of the same node is ended. Its first message follows soon.
    MapSession open(Viewer viewer, NodeKey key, Outlet outlet) {
        MapSession session = new MapSession(this, viewer, key, outlet);
        @Nullable MapSession former = sessions.put(viewer.node(), session);
        presences.opened(writer, viewer.node());
        if (former != null) {
            locked(former::end);
        }
        Instant opened = workshop.now();
        session.heard(opened, workshop.random()); // who waits is told that the server is there
        openings.begin(viewer.node(), ticket -> begin(session, opened, ticket));
        return session;
    }

    private void begin(MapSession session, Instant opened, Openings.Ticket ticket) {
        session.hold(ticket);
        if (!session.isEnded()) {
            workshop.render(renderer -> start(session, opened, renderer));
        }
    }

    void remove(MapSession session, MapSession.Ending how) {
        session.giveBack();
        sessions.remove(session.viewer().node(), session);
        presences.closed(writer, session.viewer().node(), how);
        workshop.watch().streamEnded(how);
    }

    boolean has(NodeId node) {
        return sessions.containsKey(node);
    }

    int size() {
        return sessions.size();
    }

    void published(Publication publication) {
        tail.add(publication);
        editions.follow(publication);
        urgency.published(publication);
    }

    private void tell() {
        tail.makeDue();
        dueSince.compareAndSet(Instant.MAX, workshop.now());
        wake();
    }

    /// Has a round run soon.
    void wake() {
        if (isRoundDue.compareAndSet(false, true)) {
            workshop.render(Duration.between(workshop.now(), restUntil), this::round);
        }
    }

    /// The first message: a full map.
    private void start(MapSession session, Instant opened, Renderer renderer) {
        Edition source = editions.of(session, workshop.now());
        View view = source.view();
        boolean isExpired = session.isExpiredIn(view, workshop.now());
        Optional<List<byte[]>> message = !session.isCurrentIn(view)
                ? Optional.empty()
                : isExpired
                        ? renderer.alone(view, session.viewer(), workshop.now())
                        : renderer.full(source, session.viewer(), workshop.now());
        locked(() -> {
            if (session.isEnded() || message.isEmpty()) {
                session.end();
                return;
            }
            session.outlet().write(message.get(), session::giveBack);
            session.tell(view, workshop.now(), workshop.random());
            workshop.watch().fullMapSent(Duration.between(opened, workshop.now()));
            if (isExpired) {
                session.end();
            }
        });
        wake(); // what was published since the view was read
    }

    private void round(Renderer renderer) {
        isRoundDue.set(false);
        rounds.lock();
        try {
            Instant start = workshop.now();
            Instant due = dueSince.getAndSet(Instant.MAX);
            View goal = tail.due();
            Map<Long, Optional<Renderer.Step>> steps = new HashMap<>();
            int told = 0;
            for (MapSession session : sessions.values()) {
                told += move(session, goal, start, steps, renderer) ? 1 : 0;
            }
            Instant end = workshop.now();
            workshop.watch().roundEnded(told, Duration.between(start, end), since(due, end));
            restUntil = end.plus(Pause.after(Duration.between(start, end), told));
        } finally {
            rounds.unlock();
        }
    }

    private static Duration since(Instant due, Instant end) {
        return due.equals(Instant.MAX) ? Duration.ZERO : Duration.between(due, end);
    }

    /// @return whether its client was told anything
    private boolean move(
            MapSession session, View goal, Instant now, Map<Long, Optional<Renderer.Step>> steps, Renderer renderer) {
        View told = session.told();
        if (told == null
                || session.isEnded()
                || told.number() >= goal.number()
                || !session.outlet().isReady()) {
            return false;
        }
        Optional<Renderer.Step> step = steps.computeIfAbsent(told.number(), _ -> step(told, goal, renderer));
        if (step.isEmpty()) {
            if (farewells.remains(session, told, goal, renderer)) {
                session.end(); // too far behind: the client polls again and gets a full map
            }
            return false;
        }
        if (step.get().touches(session.viewer()) && !farewells.remains(session, told, goal, renderer)) {
            return true;
        }
        List<byte[]> message = step.get().difference(session.viewer());
        if (!message.isEmpty()) {
            session.outlet().write(message);
            session.tell(goal, now, workshop.random());
        } else {
            session.told(goal);
        }
        return !message.isEmpty();
    }

    private Optional<Renderer.Step> step(View told, View goal, Renderer renderer) {
        return tail.touchedSince(told).map(nodes -> renderer.step(Delta.between(told, goal, nodes)));
    }

    /// Tells the sessions that have heard nothing for a while that the server is there.
    void keepAlive(Renderer renderer) {
        Instant now = workshop.now();
        List<MapSession> silent = new ArrayList<>();
        View view = writer.current();
        boolean mayBeExpired = expiries.isDue(view, now);
        for (MapSession session : sessions.values()) {
            if (mayBeExpired && session.isExpiredIn(view, now)) {
                locked(() -> endOnceTold(session)); // its client knows, and asks for a login
            } else if (session.isSilent(now)) {
                silent.add(session);
            }
        }
        if (silent.isEmpty()) {
            return;
        }
        workshop.watch().keepAlivesSent(silent.size());
        List<byte[]> message = renderer.keepAlive(now);
        locked(() -> {
            for (MapSession session : silent) {
                if (session.isEnded()) {
                    continue;
                }
                if (session.outlet().isReady()) {
                    session.outlet().write(message);
                    session.heard(now, workshop.random());
                } else {
                    session.passedOver(now, workshop.random());
                }
            }
        });
    }

    /// Ends a stream, but not before its first message, which is on its way.
    private void endOnceTold(MapSession session) {
        if (session.told() == null) {
            expiries.askAgain();
        } else {
            session.end();
        }
    }

    /// Asks the routers that others could take over from whether they are there.
    void probe(Routers routers) {
        for (NodeId router : writer.current().derived().routes().substitutable()) {
            MapSession session = sessions.get(router);
            if (session != null) {
                routers.probe(writer, session);
            }
        }
    }

    /// Writes what is no part of any view.
    void write(MapSession session, List<byte[]> message) {
        locked(() -> {
            if (session.told() != null && !session.isEnded() && session.outlet().isReady()) {
                session.outlet().write(message);
                session.heard(workshop.now(), workshop.random());
            }
        });
    }

    boolean isNewest(MapSession session) {
        return sessions.get(session.viewer().node()) == session;
    }

    /// A node's client answered what it was asked; only its own machine may say so.
    ///
    /// @return whether it is such a node
    boolean answered(NodeId id, MachineKey machine) {
        MapSession session = sessions.get(id);
        Node node = writer.current().tailnet().nodes().get(id);
        if (session == null || node == null || !node.keys().machine().equals(machine)) {
            return false;
        }
        session.answered();
        return true;
    }

    /// Ends all streams; their clients poll again.
    void endAll() {
        locked(() -> sessions.values().forEach(MapSession::end));
    }

    private void locked(Runnable action) {
        rounds.lock();
        try {
            action.run();
        } finally {
            rounds.unlock();
        }
    }
}
