package net.headscale.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// An HTTP proxy that does to requests what badly configured ones do.
final class TestProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final Behaviour behaviour;

    private TestProxy(ServerSocket listener, int target, Behaviour behaviour) {
        this.listener = listener;
        this.target = target;
        this.behaviour = behaviour;
    }

    /// What it does.
    enum Behaviour {
        /// Nothing.
        PASS,
        /// Leaves `Upgrade` out, as a proxy does that was not told to pass it.
        DROP_UPGRADE,
        /// Passes the head of an answer, and keeps what follows a switch of protocols.
        HOLD_BACK,
        /// Serves a page of its own.
        ANSWER_ITSELF
    }

    /// @param target a port of this machine
    static TestProxy to(int target, Behaviour behaviour) throws IOException {
        TestProxy proxy = new TestProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target, behaviour);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    int port() {
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
            String request = head(client.getInputStream());
            if (behaviour == Behaviour.ANSWER_ITSELF) {
                write(client, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
                return;
            }
            write(
                    server,
                    behaviour == Behaviour.DROP_UPGRADE ? request.replaceFirst("Upgrade: [^\r]*\r\n", "") : request);
            String answer = head(server.getInputStream());
            write(client, answer);
            if (behaviour == Behaviour.HOLD_BACK && answer.startsWith("HTTP/1.1 101")) {
                server.getInputStream().transferTo(OutputStream.nullOutputStream());
                return;
            }
            server.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException gone) {
            return;
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        int next;
        while (text.indexOf("\r\n\r\n") < 0 && (next = in.read()) >= 0) {
            text.append((char) next);
        }
        return text.toString();
    }

    private static void write(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
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
