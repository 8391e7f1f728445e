package net.headscale.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import net.headscale.netmap.View;
import net.headscale.netmap.Viewer;
import net.headscale.tailnet.Node;
import net.headscale.wire.key.NodeKey;
import org.jspecify.annotations.Nullable;

/// One open map stream of one node. It remembers one thing: the view that its client has been told.
///
/// Its state belongs to the round of its tailnet; [#wake], [#close] and [#viewer] may be called from any thread.
public final class MapSession {
    private static final Duration LEAST_SILENCE = Duration.ofSeconds(50);
    private static final int JITTER_MILLIS = 9_000; // so that keep-alives of a storm spread out
    private static final int MOST_PASSED_OVER = 10; // some nine minutes

    private final TailnetSessions home;
    private final Viewer viewer;
    private final NodeKey key;
    private final Outlet outlet;
    private @Nullable View told;
    private volatile boolean isEnded;
    private int passedOver;
    private volatile Openings.@Nullable Ticket ticket;
    private volatile Instant keepAliveAt = Instant.MAX;
    private volatile Runnable echo = () -> {};

    MapSession(TailnetSessions home, Viewer viewer, NodeKey key, Outlet outlet) {
        this.home = home;
        this.viewer = viewer;
        this.key = key;
        this.outlet = outlet;
    }

    public Viewer viewer() {
        return viewer;
    }

    /// The outlet can take bytes again.
    public void wake() {
        home.wake();
    }

    /// The stream is gone.
    ///
    /// @param how whether its connection lives
    public void close(Ending how) {
        home.remove(this, how);
    }

    /// Asks the client itself for a sign of life; not before its first message, nor when it takes no more.
    ///
    /// @param answered run when it comes, however late, unless it is asked again meanwhile
    void ask(List<byte[]> question, Runnable answered) {
        echo = answered;
        home.write(this, question);
    }

    /// The client itself gave a sign of life.
    void answered() {
        echo.run();
    }

    /// Whether the stream is open, and its node has no newer one.
    boolean isNewest() {
        return home.isNewest(this);
    }

    /// How a stream ended.
    public enum Ending {
        /// By the client, on a connection that lives: it went down, logged out or polls anew.
        RESET,
        /// With its connection: it may be back in a moment.
        LOST
    }

    /// The node key that the client polled with.
    NodeKey key() {
        return key;
    }

    /// Whether a view still has the node with this key.
    boolean isCurrentIn(View view) {
        Node node = view.tailnet().nodes().get(viewer.node());
        return node != null && node.keys().node().equals(key);
    }

    /// Whether a view has the node, and its key has expired.
    boolean isExpiredIn(View view, Instant now) {
        Node node = view.tailnet().nodes().get(viewer.node());
        return node != null && node.isExpired(now);
    }

    Outlet outlet() {
        return outlet;
    }

    @Nullable View told() {
        return told;
    }

    /// Its client knows this view: nothing had to be written.
    void told(View view) {
        told = view;
    }

    void tell(View view, Instant now, RandomGenerator random) {
        told = view;
        heard(now, random);
    }

    /// Something was written: the next keep-alive is due a while after it.
    void heard(Instant now, RandomGenerator random) {
        passedOver = 0;
        schedule(now, random);
    }

    /// A keep-alive found no room: its client has read nothing for a while. One that does so for minutes is let go.
    void passedOver(Instant now, RandomGenerator random) {
        passedOver++;
        if (passedOver == MOST_PASSED_OVER) {
            end();
        } else {
            schedule(now, random);
        }
    }

    private void schedule(Instant now, RandomGenerator random) {
        keepAliveAt = now.plus(LEAST_SILENCE).plusMillis(random.nextInt(JITTER_MILLIS));
    }

    boolean isSilent(Instant now) {
        return !now.isBefore(keepAliveAt);
    }

    boolean isEnded() {
        return isEnded;
    }

    /// The right to be sent a first message, which is given back once that has left, or the session ends.
    void hold(Openings.Ticket held) {
        ticket = held;
        if (isEnded) {
            giveBack();
        }
    }

    void giveBack() {
        Openings.Ticket held = ticket;
        if (held != null) {
            held.giveBack();
        }
    }

    void end() {
        if (!isEnded) {
            isEnded = true;
            giveBack();
            keepAliveAt = Instant.MAX;
            outlet.end();
        }
    }
}
