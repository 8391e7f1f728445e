package net.headscale.journal.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import javax.net.SocketFactory;

/// Makes the driver's sockets: unix sockets, all to one file. The driver makes it by its name (see decision 0230).
public final class UnixSocketFactory extends SocketFactory {
    private final Path file;

    /// @param file the socket's
    public UnixSocketFactory(String file) {
        this.file = Path.of(file);
    }

    @Override
    public Socket createSocket() throws IOException {
        return UnixSocket.open(file);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected();
    }

    private Socket connected() throws IOException {
        UnixSocket socket = UnixSocket.open(file);
        try {
            socket.connect();
            return socket;
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }
}
