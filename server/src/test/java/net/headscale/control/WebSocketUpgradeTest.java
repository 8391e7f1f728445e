package net.headscale.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import net.headscale.wire.key.X25519Secret;
import net.headscale.wire.noise.Initiator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How clients in browsers come in.
class WebSocketUpgradeTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ANSWER_BYTES = 51;

    private final TestServer server = TestServer.start();
    private final HttpClient browser = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        browser.close();
        server.close();
    }

    @Test
    void the_handshake_is_answered_in_the_first_bytes() throws Exception {
        var serverKey = server.client("browser").askServerKey();
        try (X25519Secret machine = X25519Secret.generate(RANDOM);
                Initiator initiator = Initiator.start(machine, serverKey, 142, RANDOM)) {
            var bytes = new FirstBytes();

            WebSocket socket = open(Base64.getEncoder().encodeToString(initiator.initiation()), bytes);

            assertThat(socket.getSubprotocol()).isEqualTo("tailscale-control-protocol");
            byte[] answer = bytes.first.get(30, TimeUnit.SECONDS);
            assertThat(initiator.finish(answer)).isNotNull();
            socket.abort();
        }
    }

    @Test
    void without_a_handshake_there_is_no_web_socket() {
        assertThatThrownBy(() -> open("", new FirstBytes()))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }

    private WebSocket open(String handshake, WebSocket.Listener listener) throws Exception {
        URI uri = URI.create(server.uri().toString().replace("http:", "ws:") + "/ts2021?X-Tailscale-Handshake="
                + URLEncoder.encode(handshake, StandardCharsets.UTF_8));
        return browser.newWebSocketBuilder()
                .subprotocols("tailscale-control-protocol")
                .buildAsync(uri, listener)
                .get(30, TimeUnit.SECONDS);
    }

    /// Gathers the bytes of the server's handshake message.
    private static final class FirstBytes implements WebSocket.Listener {
        final CompletableFuture<byte[]> first = new CompletableFuture<>();
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean isLast) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            received.writeBytes(bytes);
            if (received.size() >= ANSWER_BYTES) {
                first.complete(java.util.Arrays.copyOf(received.toByteArray(), ANSWER_BYTES));
            }
            socket.request(1);
            return null;
        }
    }
}
