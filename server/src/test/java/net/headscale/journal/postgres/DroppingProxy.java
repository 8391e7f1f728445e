package net.headscale.journal.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.headscale.testkit.proxy.LoopbackProxy;

/// A TCP proxy that forgets connections, as load balancers and firewalls do.
public final class DroppingProxy implements AutoCloseable {
    private final LoopbackProxy proxy;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile boolean isAway;

    private DroppingProxy(int target) throws IOException {
        this.proxy = LoopbackProxy.to(target, this::carry);
    }

    /// @param target a port of this machine
    public static DroppingProxy to(int target) throws IOException {
        return new DroppingProxy(target);
    }

    public int port() {
        return proxy.port();
    }

    /// Resets every connection that is open, and those to come, until [#comeBack].
    public void goAway() throws IOException {
        isAway = true;
        drop();
    }

    public void comeBack() {
        isAway = false;
    }

    /// Resets every connection that is open.
    public void drop() throws IOException {
        for (Socket socket : open) {
            open.remove(socket);
            reset(socket);
        }
    }

    private static void reset(Socket socket) throws IOException {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException closedMeanwhile) {
            return;
        }
        socket.close();
    }

    private void carry(Socket client, Socket server) throws IOException {
        open.addAll(List.of(client, server));
        if (isAway) {
            drop();
            return;
        }
        Thread.ofVirtual().start(() -> LoopbackProxy.pump(client, server));
        LoopbackProxy.pump(server, client);
    }

    @Override
    public void close() {
        try {
            proxy.close();
            drop();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
