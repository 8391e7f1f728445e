package net.headscale.cli.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import net.headscale.cli.output.Failure;

/// The API over the server's unix socket; one connection a call, and no HTTP client, which would be half of a
/// command's start.
public final class SocketApi implements Api {
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60); // a policy with its tests takes seconds

    private final Path path;

    /// The API behind a socket that need not be there yet.
    public SocketApi(Path path) {
        this.path = path;
    }

    /// Where the socket lies.
    public Path path() {
        return path;
    }

    /// Whether a server listens.
    ///
    /// @throws Failure if one may listen, but not for this user
    public boolean isServed() {
        if (!Files.exists(path)) {
            return false;
        }
        try (SocketChannel _ = connect()) {
            return true;
        } catch (IOException e) {
            if (e instanceof AccessDeniedException || !Files.isWritable(path)) {
                throw Failure.of("no permission to use " + path + ": see unix_socket_permission, or use sudo");
            }
            return false;
        }
    }

    @Override
    public Reply call(Call call) {
        try (SocketChannel channel = connect()) {
            write(channel, ByteBuffer.wrap(HttpMessage.write(call)));
            return HttpMessage.read(readToEnd(channel));
        } catch (IOException e) {
            throw new ApiUnreachable("no answer from the server on " + path + ": " + e.getMessage(), e);
        }
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static byte[] readToEnd(SocketChannel channel) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            while (true) {
                int count = channel.read(buffer.clear());
                if (count < 0) {
                    return bytes.toByteArray();
                }
                bytes.write(buffer.array(), 0, count);
                if (count == 0 && selector.select(LONGEST_ANSWER.toMillis()) == 0) {
                    throw new IOException("expected an answer within " + LONGEST_ANSWER.toSeconds() + " s, found none");
                }
                selector.selectedKeys().clear();
            }
        }
    }
}
