package net.headscale.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import net.headscale.testkit.proxy.LoopbackProxy;

/// What badly configured HTTP proxies do to requests.
enum CarelessProxy implements LoopbackProxy.Way {
    /// Nothing.
    PASS,
    /// Leaves `Upgrade` out, as a proxy does that was not told to pass it.
    DROP_UPGRADE,
    /// Passes the head of an answer, and keeps what follows a switch of protocols.
    HOLD_BACK,
    /// Serves a page of its own.
    ANSWER_ITSELF;

    @Override
    public void carry(Socket client, Socket server) throws IOException {
        String request = head(client.getInputStream());
        if (this == ANSWER_ITSELF) {
            write(client, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            return;
        }
        write(server, this == DROP_UPGRADE ? request.replaceFirst("Upgrade: [^\r]*\r\n", "") : request);
        String answer = head(server.getInputStream());
        write(client, answer);
        if (this == HOLD_BACK && answer.startsWith("HTTP/1.1 101")) {
            server.getInputStream().transferTo(OutputStream.nullOutputStream());
            return;
        }
        server.getInputStream().transferTo(client.getOutputStream());
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
}
