package net.headscale.app.keeping;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// One request, byte for byte as it is meant: HTTP libraries do not let anybody ask for an upgrade.
final class Probe {
    private static final int MOST_MILLIS = 5_000;
    private static final int MOST_BYTES = 4_096;

    private Probe() {}

    /// @param request method and path
    /// @return the beginning of the answer
    static String ask(URI url, String request) throws IOException {
        boolean isTls = "https".equals(url.getScheme());
        int port = url.getPort() > 0 ? url.getPort() : isTls ? 443 : 80;
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(url.getHost(), port), MOST_MILLIS);
            plain.setSoTimeout(MOST_MILLIS);
            try (Socket socket = isTls ? secured(plain, url.getHost(), port) : plain) {
                String text = request + " HTTP/1.1\r\nHost: " + url.getAuthority()
                        + "\r\nUpgrade: tailscale-control-protocol\r\nConnection: upgrade\r\nContent-Length: 0\r\n\r\n";
                socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                return answer(socket);
            }
        }
    }

    /// Until the answer's short body is there, or nothing more comes.
    private static String answer(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] bytes = new byte[MOST_BYTES];
        while (text.length() < MOST_BYTES) {
            int count = socket.getInputStream().read(bytes);
            if (count < 0) {
                break;
            }
            text.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
            int body = text.indexOf("\r\n\r\n");
            if (body >= 0 && text.length() > body + 4) {
                break;
            }
        }
        return text.toString();
    }

    private static SSLSocket secured(Socket plain, String host, int port) throws IOException {
        var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }
}
