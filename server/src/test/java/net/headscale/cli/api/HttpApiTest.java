package net.headscale.cli.api;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import net.headscale.cli.output.Failure;
import net.headscale.config.Remote;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What somebody reads whose `HEADSCALE_CLI_ADDRESS` leads nowhere.
class HttpApiTest {
    private static void call(String address) {
        try (var api = HttpApi.of(new Remote(address, "key", Duration.ofSeconds(5), false))) {
            api.call(new Api.Call("", "GET", "/api/v1/user", ""));
        }
    }

    @Test
    void a_closed_port_is_told_from_a_name_that_nobody_has() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        assertThatThrownBy(() -> call("http://127.0.0.1:" + port))
                .hasMessage("no answer from http://127.0.0.1:" + port + ": nothing accepts connections there");
        assertThatThrownBy(() -> call("headscale.invalid"))
                .hasMessage("no answer from https://headscale.invalid: its name is not known");
    }

    @Test
    void a_server_without_tls_behind_a_bare_address_is_reason_to_name_the_scheme() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerPlainly(socket));

            assertThatThrownBy(() -> call("127.0.0.1:" + socket.getLocalPort()))
                    .hasMessageContaining("write http:// before");
        }
    }

    private static void answerPlainly(ServerSocket socket) {
        try (Socket client = socket.accept()) {
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            client.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException gone) {
            return; // the client has read enough
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "ftp://a", "unix:///run/s"})
    void an_address_that_is_none_is_refused_by_the_name_of_its_variable(String address) {
        assertThatThrownBy(() -> call(address))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("HEADSCALE_CLI_ADDRESS")
                .hasMessageEndingWith("found " + (address.contains("://") ? address : "https://" + address));
    }
}
