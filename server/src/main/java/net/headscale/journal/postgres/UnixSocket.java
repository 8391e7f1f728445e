package net.headscale.journal.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A unix socket in the shape that the PostgreSQL driver wants: Java has them as channels only.
///
/// Used by one thread at a time, as the driver does; any may close it. Its channel does not block, since only then can
/// a wait have the time-out that was asked for. What only TCP has (no delay, keep-alive) is taken and means nothing.
final class UnixSocket extends Socket {
    private final Path file;
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private int timeoutMillis;

    private UnixSocket(Path file, SocketChannel channel, Selector selector, SelectionKey key) throws SocketException {
        super((@Nullable SocketImpl) null);
        this.file = file;
        this.channel = channel;
        this.selector = selector;
        this.key = key;
    }

    /// Not connected yet.
    static UnixSocket open(Path file) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            return open(file, channel, Selector.open());
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    private static UnixSocket open(Path file, SocketChannel channel, Selector selector) throws IOException {
        try {
            return new UnixSocket(file, channel, selector, channel.register(selector, 0));
        } catch (IOException failure) {
            selector.close();
            throw failure;
        }
    }

    void connect() throws IOException {
        if (!channel.connect(UnixDomainSocketAddress.of(file))) {
            throw new ConnectException(file + " has more callers than it takes"); // Linux never connects later
        }
    }

    /// @param endpoint not used: the file is the address
    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        connect();
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return UnixSocket.this.read(ByteBuffer.wrap(bytes, offset, length));
            }
        };
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                UnixSocket.this.write(ByteBuffer.wrap(bytes, offset, length));
            }
        };
    }

    private int read(ByteBuffer bytes) throws IOException {
        try {
            int count = channel.read(bytes);
            while (count == 0 && bytes.hasRemaining()) {
                await(SelectionKey.OP_READ);
                count = channel.read(bytes);
            }
            return count;
        } catch (ClosedChannelException | ClosedSelectorException | CancelledKeyException closed) {
            throw closed(closed);
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        try {
            channel.write(bytes);
            while (bytes.hasRemaining()) {
                await(SelectionKey.OP_WRITE);
                channel.write(bytes);
            }
        } catch (ClosedChannelException | ClosedSelectorException | CancelledKeyException closed) {
            throw closed(closed);
        }
    }

    private void await(int operation) throws IOException {
        key.interestOps(operation);
        int ready = selector.select(_ -> {}, timeoutMillis);
        if (ready == 0 && Thread.currentThread().isInterrupted()) {
            close(); // as a blocking channel does
            throw new ClosedByInterruptException();
        }
        if (ready == 0 && channel.isOpen()) {
            throw new SocketTimeoutException("nothing from " + file + " for " + timeoutMillis + " ms");
        }
    }

    private SocketException closed(Exception cause) {
        var closed = new SocketException("the connection to " + file + " is closed");
        closed.initCause(cause);
        return closed;
    }

    @Override
    public void setSoTimeout(int timeout) {
        timeoutMillis = timeout;
    }

    @Override
    public int getSoTimeout() {
        return timeoutMillis;
    }

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public boolean getTcpNoDelay() {
        return true;
    }

    @Override
    public void setKeepAlive(boolean on) {}

    @Override
    public boolean getKeepAlive() {
        return false;
    }

    @Override
    public int getSendBufferSize() throws SocketException {
        try {
            return channel.getOption(StandardSocketOptions.SO_SNDBUF);
        } catch (IOException closed) {
            throw closed(closed);
        }
    }

    @Override
    public boolean isConnected() {
        return channel.isConnected();
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
    }
}
