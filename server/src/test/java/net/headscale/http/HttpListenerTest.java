package net.headscale.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpListenerTest {
    private final Loops loops = Loops.open(1);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void end() {
        client.close();
        loops.close();
    }

    @Test
    void a_route_with_names_gets_their_decoded_values() throws Exception {
        var routes = new Routes()
                .add(
                        "POST",
                        "/api/v1/node/{id}/rename/{name}",
                        request -> Response.text(200, request.parameter("id") + " " + request.parameter("name")));

        try (var listener = listen(routes)) {
            assertThat(send(listener, "POST", "/api/v1/node/7/rename/a%2Fb+c", "")
                            .body())
                    .isEqualTo("7 a/b+c");
        }
    }

    @Test
    void an_unknown_path_is_404_and_a_wrong_method_405_with_the_right_ones() throws Exception {
        var routes = new Routes().add("GET", "/health", _ -> Response.text(200, "ok"));

        try (var listener = listen(routes)) {
            assertThat(send(listener, "GET", "/nothing", "").statusCode()).isEqualTo(404);
            var refused = send(listener, "DELETE", "/health", "");
            assertThat(refused.statusCode()).isEqualTo(405);
            assertThat(refused.headers().firstValue("allow")).hasValue("GET");
        }
    }

    @Test
    void a_handler_that_breaks_answers_500_without_a_word_of_it() throws Exception {
        var routes = new Routes().add("GET", "/", _ -> {
            throw new IllegalStateException("secret detail");
        });

        try (var listener = listen(routes)) {
            var answer = send(listener, "GET", "/", "");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("secret");
        }
    }

    @Test
    void a_body_beyond_the_limit_is_refused() throws Exception {
        var routes = new Routes().add("POST", "/", request -> Response.text(200, "" + request.body().length));

        try (var listener = listen(routes)) {
            assertThat(send(listener, "POST", "/", "x".repeat(100_000)).body()).isEqualTo("100000");
            assertThat(send(listener, "POST", "/", "x".repeat(HttpPipeline.MOST_BODY_BYTES + 1))
                            .statusCode())
                    .isEqualTo(413);
        }
    }

    @Test
    void a_connection_that_is_taken_over_leaves_http_with_the_bytes_read_too_far() throws Exception {
        var routes = new Routes()
                .addOnLoop(
                        "POST",
                        "/upgrade",
                        exchange -> exchange.takeOver(channel -> channel.pipeline()
                                .addLast(new io.netty.channel.ChannelInboundHandlerAdapter() {
                                    @Override
                                    public void channelRead(
                                            io.netty.channel.ChannelHandlerContext context, Object bytes) {
                                        context.writeAndFlush(bytes);
                                    }
                                })));

        try (var listener = listen(routes);
                var socket = new Socket(InetAddress.getLoopbackAddress(), port(listener))) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("POST /upgrade HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write("echo".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII))
                    .isEqualTo("echo");
        }
    }

    @Test
    void a_connection_that_is_gone_is_taken_over_all_the_same_so_that_nothing_is_kept() throws Exception {
        var waiting = new CompletableFuture<Exchange>();
        var taken = new CompletableFuture<Boolean>();
        var routes = new Routes().addOnLoop("POST", "/upgrade", waiting::complete);

        try (var listener = listen(routes)) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port(listener))) {
                socket.getOutputStream()
                        .write("POST /upgrade HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                waiting.get(10, SECONDS);
            }
            Exchange exchange = waiting.get();
            exchange.channel().close().await(10, SECONDS);
            while (exchange.channel().isRegistered()) {
                exchange.channel().eventLoop().submit(() -> {}).await(10, SECONDS); // its handlers go last
            }
            exchange.takeOver(channel -> taken.complete(channel.isActive()));

            assertThat(taken.get(10, SECONDS)).isFalse();
        }
    }

    @Test
    void a_unix_socket_says_that_the_request_is_local(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("s");
        var routes = new Routes()
                .add(
                        "GET",
                        "/",
                        request -> Response.text(
                                200, request.source() instanceof Request.Source.LocalSocket ? "local" : "remote"));

        try (var listener = HttpListener.open(loops, socket, routes);
                var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            assertThat(listener.address()).isNotNull();
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap(
                    "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            assertThat(readAll(channel)).startsWith("HTTP/1.1 200").endsWith("local");
        }
    }

    private static String readAll(SocketChannel channel) throws IOException {
        var all = new ByteArrayOutputStream();
        var buffer = ByteBuffer.allocate(4096);
        while (channel.read(buffer) >= 0) {
            all.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
        return all.toString(StandardCharsets.US_ASCII);
    }

    private HttpListener listen(Routes routes) throws IOException {
        return HttpListener.open(
                loops, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional::empty, routes);
    }

    private static int port(HttpListener listener) {
        return ((InetSocketAddress) listener.address()).getPort();
    }

    private HttpResponse<String> send(HttpListener listener, String method, String path, String body) throws Exception {
        var uri = URI.create("http://127.0.0.1:" + port(listener) + path);
        return client.send(
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
