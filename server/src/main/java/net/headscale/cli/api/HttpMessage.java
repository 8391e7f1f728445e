package net.headscale.cli.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// HTTP/1.1 requests and answers as bytes, for a connection that carries one exchange.
///
/// Only what our own server sends is understood: a status line, headers, and a body to the end of the connection, by
/// length or in chunks.
final class HttpMessage {
    private HttpMessage() {}

    /// A request that asks for the connection to be closed after the answer.
    static byte[] write(Api.Call call) {
        byte[] body = call.body().getBytes(StandardCharsets.UTF_8);
        var head = new StringBuilder()
                .append(call.method())
                .append(' ')
                .append(call.path())
                .append(" HTTP/1.1\r\nHost: local\r\nConnection: close\r\n");
        if (!call.tailnet().isEmpty()) {
            head.append("Headscale-Tailnet: ").append(call.tailnet()).append("\r\n");
        }
        if (body.length > 0) {
            head.append("Content-Type: application/json\r\n");
        }
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    /// Reads an answer that has come in whole.
    ///
    /// @throws IOException if it is not an answer of HTTP/1.1, or cut off
    static Api.Reply read(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !text.startsWith("HTTP/1.1 ")) {
            throw new IOException("expected an answer of HTTP/1.1, found " + bytes.length + " other bytes");
        }
        String head = text.substring(0, end).toLowerCase(Locale.ROOT);
        String body = text.substring(end + 4);
        if (head.contains("\r\ntransfer-encoding: chunked")) {
            body = joinChunks(body);
        }
        int status = Integer.parseInt(text.substring(9, 12));
        return new Api.Reply(status, new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    private static String joinChunks(String chunked) throws IOException {
        var body = new StringBuilder();
        int at = 0;
        while (true) {
            int line = chunked.indexOf("\r\n", at);
            if (line < 0) {
                throw new IOException("expected another chunk, found the end");
            }
            int length = Integer.parseInt(
                    chunked.substring(at, line).replaceFirst(";.*", "").strip(), 16);
            if (length == 0) {
                return body.toString();
            }
            if (line + 2 + length > chunked.length()) {
                throw new IOException("expected a chunk of " + length + " bytes, found less");
            }
            body.append(chunked, line + 2, line + 2 + length);
            at = line + 2 + length + 2;
        }
    }
}
