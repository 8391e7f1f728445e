package net.headscale.testkit.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Thousands of connections that have begun something and never go on. One selector and no threads; not thread-safe.
public final class HalfOpenCrowd implements AutoCloseable {
    private static final int BATCH = 256; // below the usual backlog, so that no SYN has to be sent twice

    private final Selector selector;
    private final List<SocketChannel> members = new ArrayList<>();
    private final byte[] beginning;
    private int refused;

    private HalfOpenCrowd(Selector selector, byte[] beginning) {
        this.selector = selector;
        this.beginning = beginning;
    }

    /// Opens `count` connections; each writes `beginning` and waits.
    ///
    /// @param beginning short enough for a socket's buffer; may be empty
    /// @throws UncheckedIOException if they are not all connected or refused within `patience`
    static HalfOpenCrowd open(URI server, InetAddress source, int count, byte[] beginning, Duration patience) {
        InetSocketAddress target = new InetSocketAddress(server.getHost(), server.getPort());
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            HalfOpenCrowd crowd = new HalfOpenCrowd(Selector.open(), beginning.clone());
            for (int opened = 0; opened < count; opened += BATCH) {
                crowd.open(target, source, Math.min(BATCH, count - opened));
                crowd.finish(deadline);
            }
            return crowd;
        } catch (IOException failed) {
            throw new UncheckedIOException("could not open " + count + " connections", failed);
        }
    }

    private void open(InetSocketAddress target, InetAddress source, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel member = SocketChannel.open();
            members.add(member);
            member.configureBlocking(false);
            member.bind(new InetSocketAddress(source, 0));
            if (member.connect(target)) {
                begin(member);
            } else {
                member.register(selector, SelectionKey.OP_CONNECT);
            }
        }
    }

    private void finish(long deadline) throws IOException {
        while (!selector.keys().isEmpty()) {
            long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new IOException(selector.keys().size() + " connections were neither accepted nor refused");
            }
            selector.select(left);
            Set<SelectionKey> ready = selector.selectedKeys();
            for (SelectionKey key : ready) {
                connected((SocketChannel) key.channel());
                key.cancel();
            }
            ready.clear();
            selector.selectNow(); // takes the cancelled keys out
        }
    }

    private void connected(SocketChannel member) throws IOException {
        try {
            member.finishConnect();
            begin(member);
        } catch (IOException refusal) {
            refused++;
            member.close();
        }
    }

    private void begin(SocketChannel member) throws IOException {
        member.write(ByteBuffer.wrap(beginning));
    }

    /// How many the server has not closed, as far as this side has heard. What it has sent is thrown away.
    public int open() {
        return (int) members.stream().filter(HalfOpenCrowd::isOpen).count();
    }

    /// How many were refused at once.
    public int refused() {
        return refused;
    }

    private static boolean isOpen(SocketChannel member) {
        ByteBuffer thrownAway = ByteBuffer.allocate(4096);
        try {
            int count;
            do {
                thrownAway.clear();
                count = member.isOpen() ? member.read(thrownAway) : -1;
            } while (count > 0);
            return count == 0;
        } catch (IOException reset) {
            return false;
        }
    }

    /// Breaks all connections (RST): those closed in good order would keep their ports for a minute.
    @Override
    public void close() {
        try {
            selector.close();
            for (SocketChannel member : members) {
                if (member.isOpen()) {
                    member.setOption(StandardSocketOptions.SO_LINGER, 0);
                }
                member.close();
            }
        } catch (IOException broken) {
            throw new UncheckedIOException("expected to close a crowd", broken);
        }
    }
}
