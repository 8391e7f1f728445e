package net.headscale.testkit.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// A TCP proxy between programs of this machine. Thread-safe.
public final class LoopbackProxy implements AutoCloseable {
    private static final int BACKLOG = 50;

    private final ServerSocket listener;
    private final int target;
    private final Way way;

    private LoopbackProxy(ServerSocket listener, int target, Way way) {
        this.listener = listener;
        this.target = target;
        this.way = way;
    }

    /// What becomes of the bytes of one connection.
    @FunctionalInterface
    public interface Way {
        /// Carries what the two say to each other, on a thread of its own. Both are closed when it returns.
        ///
        /// @throws IOException when one of them is gone
        void carry(Socket client, Socket server) throws IOException;
    }

    /// @param target a port of this machine
    public static LoopbackProxy to(int target, Way way) throws IOException {
        var proxy = new LoopbackProxy(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), target, way);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    /// Carries all that one says to the other, and closes both at its end.
    public static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException gone) {
            return; // that is what proxies are for here
        }
    }

    /// Where clients come to.
    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            way.carry(client, server);
        } catch (IOException gone) {
            return;
        }
    }

    /// Takes no more clients; those that are there stay.
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
