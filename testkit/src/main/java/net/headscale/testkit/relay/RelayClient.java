package net.headscale.testkit.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import javax.net.SocketFactory;
import net.headscale.wire.derp.ClientHello;
import net.headscale.wire.derp.DerpFrame;
import net.headscale.wire.derp.FrameDecoder;
import net.headscale.wire.derp.FromClient;
import net.headscale.wire.derp.FromServer;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.key.X25519Secret;

/// A node's connection to a relay, over plain HTTP or TLS. Blocking; for one thread.
public final class RelayClient implements Closeable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration PATIENCE = Duration.ofSeconds(30); // a busy machine is no failure
    private static final int MOST_BYTES = (1 << 20) + 5; // a client reads no larger frame

    private final Socket socket;
    private final X25519Secret secret;
    private final FrameDecoder<FromServer> decoder = FrameDecoder.ofClient();
    private final ByteBuffer received = ByteBuffer.allocate(MOST_BYTES).flip();

    private RelayClient(Socket socket, X25519Secret secret) {
        this.socket = socket;
        this.secret = secret;
    }

    /// Connects, upgrades, and proves the node key; whether it is admitted shows in what comes next.
    ///
    /// @param sockets plain or TLS
    /// @param secret of the node key; stays the caller's
    public static RelayClient dial(SocketFactory sockets, InetSocketAddress relay, X25519Secret secret) {
        try {
            Socket socket = sockets.createSocket(relay.getAddress(), relay.getPort());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.setTcpNoDelay(true);
            RelayClient client = new RelayClient(socket, secret);
            client.upgrade();
            return client;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void upgrade() throws IOException {
        socket.getOutputStream()
                .write("GET /derp HTTP/1.1\r\nHost: relay\r\nConnection: Upgrade\r\nUpgrade: DERP\r\n\r\n"
                        .getBytes(US_ASCII));
        String head = head(socket.getInputStream());
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new IOException(
                    "expected status 101, found " + head.lines().findFirst().orElse(""));
        }
        if (!(next() instanceof FromServer.ServerKey(NodeKey relay))) {
            throw new IOException("expected the relay's key first");
        }
        send(FromClient.ClientInfo.seal(secret, relay, ClientHello.ordinary(), RANDOM));
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(US_ASCII).endsWith("\r\n\r\n")) {
            int read = in.read();
            if (read < 0) {
                throw new IOException("the relay closed the connection within the head of its answer");
            }
            head.write(read);
        }
        return head.toString(US_ASCII);
    }

    /// The node key that it proves.
    public NodeKey key() {
        return NodeKey.of(secret.publicBytes());
    }

    /// Waits for the relay's word that it is admitted.
    public RelayClient awaitAdmission() {
        nextOf(FromServer.ServerInfo.class);
        return this;
    }

    public void send(DerpFrame frame) {
        ByteBuffer bytes = ByteBuffer.allocate(frame.length());
        frame.write(bytes);
        try {
            socket.getOutputStream().write(bytes.array());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Sends a packet to another client.
    public void send(NodeKey destination, byte[] packet) {
        send(new FromClient.SendPacket(destination, ByteBuffer.wrap(packet)));
    }

    /// The next frame of a kind; others are passed over.
    public <F extends FromServer> F nextOf(Class<F> kind) {
        FromServer frame = next();
        while (!kind.isInstance(frame)) {
            frame = next();
        }
        return kind.cast(frame);
    }

    /// The next packet and who sent it.
    public FromServer.RecvPacket nextPacket() {
        return nextOf(FromServer.RecvPacket.class);
    }

    /// Whether the relay closes the connection, whatever it sends before.
    public boolean isClosedByRelay() {
        try {
            while (true) {
                next();
            }
        } catch (UncheckedIOException ended) {
            return !(ended.getCause() instanceof java.net.SocketTimeoutException);
        }
    }

    /// @throws UncheckedIOException if the connection ends, or nothing comes in time
    private FromServer next() {
        try {
            while (true) {
                Optional<FromServer> frame = decoder.next(received);
                if (frame.isPresent()) {
                    return frame.get();
                }
                received.compact();
                int read = socket.getInputStream().read(received.array(), received.position(), received.remaining());
                if (read < 0) {
                    throw new IOException("the relay closed the connection");
                }
                received.position(received.position() + read).flip();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
