package net.headscale.session;

import java.util.List;

/// Where the bytes of one map session go: an HTTP/2 stream, or a test's list.
///
/// Thread-safe; no call blocks.
public interface Outlet {
    /// Hands over one message in parts that belong behind one another: its length, and zstd frames that together are
    /// one JSON document. The arrays are shared, not to be changed.
    ///
    /// @param gone run once, on any thread, when the bytes have left or never will; must not block
    void write(List<byte[]> parts, Runnable gone);

    /// The same, whenever the bytes leave.
    default void write(List<byte[]> parts) {
        write(parts, () -> {});
    }

    /// Whether it can take another message now; [MapSession#wake] is called when it can again.
    boolean isReady();

    /// Asks the client for a sign of life.
    ///
    /// @param answered run once when it comes, on any thread; must not block
    void probe(Runnable answered);

    /// Ends the stream after what was written, or without it where the client does not take it soon; the client polls
    /// again at once.
    void end();
}
