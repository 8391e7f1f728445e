package net.headscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import net.headscale.testkit.client.ClientFailure;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.testkit.proxy.LoopbackProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients behind one proxy: what one of them does is counted for its own address.
class TrustedProxyTest {
    private static final String TRUSTED = "trusted_proxies: [127.0.0.1]\n";
    private static final String WRONG = "hskey-auth-" + "0".repeat(12) + "-" + "0".repeat(64);

    @TempDir
    Path folder;

    /// A proxy that says of each connection that it comes from `address`.
    private static LoopbackProxy proxy(RunningServer server, String address) throws IOException {
        return LoopbackProxy.to(server.server().address().getPort(), (client, upstream) -> {
            String line = firstLine(client.getInputStream());
            upstream.getOutputStream()
                    .write((line + "X-Forwarded-For: " + address + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            Thread.ofVirtual().start(() -> LoopbackProxy.pump(upstream, client));
            LoopbackProxy.pump(client, upstream);
        });
    }

    private static String firstLine(InputStream in) throws IOException {
        var line = new StringBuilder();
        int next;
        while (line.indexOf("\r\n") < 0 && (next = in.read()) >= 0) {
            line.append((char) next);
        }
        return line.toString();
    }

    /// Whether one of so many wrong keys, tried from behind a proxy, is not even looked at.
    private static boolean isRefused(int tries, RunningServer server, String address) throws IOException {
        try (var proxy = proxy(server, address);
                var guesser = SimulatedClient.at(URI.create("http://127.0.0.1:" + proxy.port()))) {
            for (int i = 0; i < tries; i++) {
                guesser.join(WRONG);
            }
            return false;
        } catch (ClientFailure.UnexpectedStatus refused) {
            return refused.status() == 429;
        }
    }

    @Test
    void who_guesses_keys_slows_down_nobody_else_behind_a_trusted_proxy() throws IOException {
        try (var server = RunningServer.start(folder, TRUSTED)) {
            assertThat(isRefused(200, server, "203.0.113.1")).isTrue();
            assertThat(isRefused(1, server, "203.0.113.1")).isTrue();
            assertThat(isRefused(1, server, "203.0.113.2")).isFalse();
        }
    }

    @Test
    void nobody_escapes_by_saying_where_they_are() throws IOException {
        try (var server = RunningServer.start(folder, "")) {
            assertThat(isRefused(200, server, "203.0.113.1")).isTrue();
            assertThat(isRefused(1, server, "203.0.113.2")).isTrue();
        }
    }
}
