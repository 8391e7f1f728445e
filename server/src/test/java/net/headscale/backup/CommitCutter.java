package net.headscale.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A TCP proxy before PostgreSQL that ends a connection when the server says that it has committed.
final class CommitCutter implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final Cut cut;

    /// Whether the client still hears of it.
    enum Cut {
        BEFORE_THE_ANSWER,
        AFTER_THE_ANSWER
    }

    private CommitCutter(ServerSocket listener, int target, Cut cut) {
        this.listener = listener;
        this.target = target;
        this.cut = cut;
    }

    /// @param target a port of this machine
    static CommitCutter to(int target, Cut cut) throws IOException {
        var cutter = new CommitCutter(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target, cut);
        Thread.ofVirtual().start(cutter::accept);
        return cutter;
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                Thread.ofVirtual().start(() -> carry(client, server));
                Thread.ofVirtual().start(() -> answer(server, client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void carry(Socket client, Socket server) {
        try (InputStream in = client.getInputStream();
                OutputStream out = server.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException cut) {
            return; // that is what it is for
        }
    }

    private void answer(Socket server, Socket client) {
        byte[] bytes = new byte[8192];
        try (InputStream in = server.getInputStream();
                OutputStream out = client.getOutputStream()) {
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                boolean isCommit = new String(bytes, 0, count, StandardCharsets.ISO_8859_1).contains("COMMIT\0");
                if (!isCommit || cut == Cut.AFTER_THE_ANSWER) {
                    out.write(bytes, 0, count);
                }
                if (isCommit) {
                    return;
                }
            }
        } catch (IOException cut) {
            return;
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
