package net.headscale.cli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketApiTest {
    @TempDir
    Path folder;

    private Path path() {
        return folder.resolve("s");
    }

    @Test
    void a_call_is_one_request_that_names_its_tailnet_and_asks_for_the_end_of_the_connection() throws IOException {
        try (var socket = AnsweringSocket.open(path(), "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")) {
            var reply = new SocketApi(path()).call(new Api.Call("one", "POST", "/api/v1/user", "{\"name\":\"ä\"}"));

            assertThat(reply).isEqualTo(new Api.Reply(200, "{}"));
            assertThat(socket.requests)
                    .containsExactly("POST /api/v1/user HTTP/1.1\r\nHost: local\r\nConnection: close\r\n"
                            + "Headscale-Tailnet: one\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n"
                            + "{\"name\":\"ä\"}");
        }
    }

    @Test
    void an_answer_in_chunks_is_joined() throws IOException {
        String answer =
                "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4;x\r\n\":1}\r\n0\r\n\r\n";
        try (var _ = AnsweringSocket.open(path(), answer)) {
            var reply = new SocketApi(path()).call(new Api.Call("", "GET", "/", ""));

            assertThat(reply).isEqualTo(new Api.Reply(404, "{\"a\":1}"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            })
    void an_answer_that_is_none_or_cut_off_is_told_as_unreachable(String answer) throws IOException {
        try (var _ = AnsweringSocket.open(path(), answer)) {
            assertThatThrownBy(() -> new SocketApi(path()).call(new Api.Call("", "GET", "/", "")))
                    .isInstanceOf(Api.ApiUnreachable.class);
        }
    }

    @Test
    void nobody_serves_an_absent_socket_nor_one_that_a_dead_server_left() throws IOException {
        assertThat(new SocketApi(path()).isServed()).isFalse();

        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path()));
        }

        assertThat(path()).exists();
        assertThat(new SocketApi(path()).isServed()).isFalse();
    }
}
