package net.headscale.cli.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A unix socket that gives every connection the same bytes and closes it.
public final class AnsweringSocket implements AutoCloseable {
    /// What was asked, in order.
    final List<String> requests = new CopyOnWriteArrayList<>();

    private final ServerSocketChannel server;
    private final byte[] answer;

    private AnsweringSocket(ServerSocketChannel server, byte[] answer) {
        this.server = server;
        this.answer = answer;
    }

    public static AnsweringSocket open(Path path, String answer) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        var socket = new AnsweringSocket(server, answer.getBytes(StandardCharsets.UTF_8));
        Thread.ofVirtual().start(socket::answerAll);
        return socket;
    }

    private void answerAll() {
        try {
            while (true) {
                try (SocketChannel channel = server.accept()) {
                    answer(channel);
                }
            }
        } catch (IOException e) {
            // closed: the test is over
        }
    }

    private void answer(SocketChannel channel) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(1024);
        while (!isWhole(bytes.toString(StandardCharsets.ISO_8859_1))) {
            int count = channel.read(buffer.clear());
            if (count < 0) {
                return;
            }
            bytes.write(buffer.array(), 0, count);
        }
        requests.add(bytes.toString(StandardCharsets.UTF_8));
        channel.write(ByteBuffer.wrap(answer));
    }

    private static boolean isWhole(String request) {
        int end = request.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        String length = request.replaceFirst("(?s).*Content-Length: (\\d+).*", "$1");
        return request.length() >= end + 4 + Integer.parseInt(length);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
