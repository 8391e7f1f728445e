package net.headscale.session;

import java.time.Instant;
import java.util.List;
import net.headscale.testkit.netmap.ClientNetmap;
import net.headscale.wire.tailcfg.codec.MapResponseCodec;
import net.headscale.wire.tailcfg.framing.MapMessageReader;
import org.jspecify.annotations.Nullable;

/// The end of a map stream that makes of it what a client does. Thread-safe.
final class MapListener implements Outlet {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final int LONGEST = 16 << 20;

    private final MapMessageReader reader = MapMessageReader.of(LONGEST, LONGEST);
    private ClientNetmap netmap = ClientNetmap.empty();
    private @Nullable MapSession session;
    private int messages;
    private boolean isStalled;
    private boolean isEnded;

    void attach(MapSession opened) {
        session = opened;
    }

    @Override
    public synchronized void write(List<byte[]> parts, Runnable gone) {
        gone.run();
        parts.forEach(reader::feed);
        for (byte[] text = reader.next(); text != null; text = reader.next()) {
            messages++;
            netmap = netmap.apply(MapResponseCodec.decode(text), NOW);
        }
    }

    @Override
    public synchronized boolean isReady() {
        return !isStalled;
    }

    @Override
    public void probe(Runnable answered) {
        answered.run();
    }

    @Override
    public synchronized void end() {
        isEnded = true;
    }

    synchronized boolean isEnded() {
        return isEnded;
    }

    synchronized ClientNetmap netmap() {
        return netmap;
    }

    synchronized int messages() {
        return messages;
    }

    /// The client goes.
    void reset() {
        MapSession opened = session;
        if (opened != null && !isEnded()) {
            end();
            opened.close(MapSession.Ending.RESET);
        }
    }

    /// Takes no more bytes, or takes them again.
    void stall(boolean stalls) {
        synchronized (this) {
            isStalled = stalls;
        }
        MapSession opened = session;
        if (opened != null && !stalls) {
            opened.wake();
        }
    }
}
