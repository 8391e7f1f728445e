package net.headscale.testkit.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// A TCP connection and the bytes that a test writes to it. Not thread-safe.
public final class RawConnection implements AutoCloseable {
    private final Socket socket;
    private final Duration patience;

    private RawConnection(Socket socket, Duration patience) {
        this.socket = socket;
        this.patience = patience;
    }

    /// Connects from `source`.
    static RawConnection open(URI server, InetAddress source, Duration patience) {
        try {
            Socket socket = new Socket();
            socket.bind(new InetSocketAddress(source, 0));
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), (int) patience.toMillis());
            return new RawConnection(socket, patience);
        } catch (IOException failed) {
            throw new UncheckedIOException("could not connect to " + server, failed);
        }
    }

    /// Writes all of `bytes`.
    ///
    /// @return whether the server still took them
    public boolean send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /// Writes text, one byte a character.
    public boolean send(String text) {
        return send(text.getBytes(ISO_8859_1));
    }

    /// Writes one byte after each `pause`, until all are written or the server has closed.
    ///
    /// @return how many were written
    public int drip(byte[] bytes, Duration pause) {
        for (int written = 0; written < bytes.length; written++) {
            if (isClosedByServer() || !send(new byte[] {bytes[written]})) {
                return written;
            }
            LockSupport.parkNanos(pause.toNanos());
        }
        return bytes.length;
    }

    /// The next `count` bytes; fewer if the server closes before or takes too long.
    public byte[] read(int count) {
        try {
            socket.setSoTimeout((int) patience.toMillis());
            return socket.getInputStream().readNBytes(count);
        } catch (IOException closedOrLate) {
            return new byte[0];
        }
    }

    /// Everything up to the end of the connection, as text with one character a byte.
    ///
    /// @throws UncheckedIOException if it has not ended after the connection's patience
    public String readToEnd() {
        return readToEnd(patience);
    }

    /// Everything up to the end of the connection.
    ///
    /// @throws UncheckedIOException if it has not ended after `limit`
    public String readToEnd(Duration limit) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        long deadline = System.nanoTime() + limit.toNanos();
        byte[] chunk = new byte[8192];
        try {
            InputStream in = socket.getInputStream();
            while (true) {
                long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                socket.setSoTimeout((int) Math.max(1, left));
                int count = in.read(chunk);
                if (count < 0) {
                    return all.toString(ISO_8859_1);
                }
                all.write(chunk, 0, count);
            }
        } catch (SocketTimeoutException late) {
            throw new UncheckedIOException("the server had not closed after " + limit, late);
        } catch (IOException reset) {
            return all.toString(ISO_8859_1);
        }
    }

    /// Whether the server ends the connection within `limit`; what it sends before is thrown away.
    public boolean endsWithin(Duration limit) {
        try {
            String _ = readToEnd(limit);
            return true;
        } catch (UncheckedIOException late) {
            return false;
        }
    }

    /// Whether the server has closed by now, asked without waiting; takes one byte if there is one.
    private boolean isClosedByServer() {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /// Ends this side's direction (FIN) and goes on reading.
    public void endOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException closed) {
            throw new UncheckedIOException("expected an open connection", closed);
        }
    }

    /// Breaks the connection (RST).
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException closed) {
            throw new UncheckedIOException("expected an open connection", closed);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException broken) {
            throw new UncheckedIOException("expected to close a connection", broken);
        }
    }
}
