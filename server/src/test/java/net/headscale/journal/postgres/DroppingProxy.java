package net.headscale.journal.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A TCP proxy that forgets connections, as load balancers and firewalls do.
public final class DroppingProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile boolean isAway;

    private DroppingProxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    /// @param target a port of this machine
    public static DroppingProxy to(int target) throws IOException {
        DroppingProxy proxy = new DroppingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    public int port() {
        return listener.getLocalPort();
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

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (isAway) {
                    reset(client);
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.addAll(List.of(client, server));
                Thread.ofVirtual().start(() -> pump(client, server));
                Thread.ofVirtual().start(() -> pump(server, client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void pump(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException dropped) {
            return; // that is what it is for
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            drop();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
