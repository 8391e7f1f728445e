package net.headscale.app.keeping;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.ToIntFunction;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// One request, byte for byte as it is meant: HTTP libraries do not let anybody ask for an upgrade.
final class Probe implements AutoCloseable {
    private static final int MOST_MILLIS = 5_000;
    private static final int MOST_BYTES = 4_096;
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final Socket socket;

    private Probe(Socket socket) {
        this.socket = socket;
    }

    /// @param request method and path
    /// @return the beginning of the answer
    static String ask(URI url, String request) throws IOException {
        try (Probe probe = send(url, request, "")) {
            return probe.answer();
        }
    }

    /// Asks for an upgrade and leaves the connection open.
    ///
    /// @param request method and path
    /// @param headers whole lines, beside the usual ones
    static Probe send(URI url, String request, String headers) throws IOException {
        boolean isTls = "https".equals(url.getScheme());
        int port = url.getPort() > 0 ? url.getPort() : isTls ? 443 : 80;
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(url.getHost(), port), MOST_MILLIS);
            socket.setSoTimeout(MOST_MILLIS);
            if (isTls) {
                socket = secured(socket, url.getHost(), port);
            }
            String text = request + " HTTP/1.1\r\nHost: " + url.getAuthority()
                    + "\r\nUpgrade: tailscale-control-protocol\r\nConnection: upgrade\r\n" + headers
                    + "Content-Length: 0" + END_OF_HEAD;
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return new Probe(socket);
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }

    /// Until the answer's short body is there, or nothing more comes.
    private String answer() throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] bytes = new byte[MOST_BYTES];
        while (text.length() < MOST_BYTES) {
            int count = socket.getInputStream().read(bytes);
            if (count < 0) {
                break;
            }
            text.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
            int body = text.indexOf(END_OF_HEAD);
            if (body >= 0 && text.length() > body + END_OF_HEAD.length()) {
                break;
            }
        }
        return text.toString();
    }

    /// Status and headers, and not a byte more; those of a refusal with the beginning of its text.
    String head() throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < MOST_BYTES && text.indexOf(END_OF_HEAD) < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                break;
            }
            text.append((char) next);
        }
        if (!text.toString().startsWith("HTTP/1.1 101")) {
            byte[] body = new byte[MOST_BYTES];
            int count = Math.max(0, socket.getInputStream().read(body));
            text.append(new String(body, 0, count, StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    /// A message that tells its own length; nothing if it does not come, or not whole.
    ///
    /// @param header how many bytes tell how many follow
    byte[] bytes(int header, ToIntFunction<byte[]> following) throws IOException {
        InputStream in = socket.getInputStream();
        try {
            var message = new ByteArrayOutputStream();
            byte[] first = in.readNBytes(header);
            if (first.length < header) {
                return new byte[0];
            }
            message.writeBytes(first);
            int length = following.applyAsInt(first);
            byte[] rest = in.readNBytes(length);
            message.writeBytes(rest);
            return rest.length < length ? new byte[0] : message.toByteArray();
        } catch (SocketTimeoutException held) {
            return new byte[0];
        }
    }

    private static SSLSocket secured(Socket plain, String host, int port) throws IOException {
        var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
