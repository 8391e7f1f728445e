package net.headscale.testkit.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.testkit.client.StubExchange;
import net.headscale.testkit.client.StubServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostileClientTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration MOMENT = Duration.ofMillis(50);

    private final BlockingQueue<StubExchange> asked = new LinkedBlockingQueue<>();
    private final StubServer server = new StubServer(asked::add);
    private final HostileClient attacker = HostileClient.at(server.uri());

    @AfterEach
    void close() {
        server.close();
    }

    private StubExchange nextRequest() throws InterruptedException {
        return Optional.ofNullable(asked.poll(SOON.toSeconds(), TimeUnit.SECONDS))
                .orElseThrow();
    }

    @Test
    void garbage_is_sent_as_it_is_and_the_answer_read_to_the_end() {
        try (var connection = attacker.connect()) {
            connection.send("GET /nothing HTTP/1.1\r\n\r\n");

            assertThat(connection.readToEnd()).startsWith("HTTP/1.1 404").endsWith("no such page");
        }
    }

    @Test
    void slow_bytes_arrive_as_one_request() {
        try (var connection = attacker.connect()) {
            byte[] request = "GET /nothing HTTP/1.1\r\n\r\n".getBytes(UTF_8);

            assertThat(connection.drip(request, Duration.ofMillis(1))).isEqualTo(request.length);
            assertThat(connection.readToEnd()).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void dripping_stops_when_the_server_closes() {
        try (var connection = attacker.connect()) {
            byte[] tooMuch = ("GET /nothing HTTP/1.1\r\n\r\n" + "x".repeat(10_000)).getBytes(UTF_8);

            assertThat(connection.drip(tooMuch, Duration.ofMillis(1))).isLessThan(tooMuch.length);
        }
    }

    @Test
    void a_cut_initiation_is_told_from_a_forged_one() {
        byte[] initiation = attacker.initiation();
        byte[] forged = initiation.clone();
        forged[50] ^= 1;

        try (var cut = attacker.upgrade(Arrays.copyOf(initiation, 60));
                var wrong = attacker.upgrade(forged)) {
            assertThat(cut.readToEnd()).startsWith("HTTP/1.1 400");
            assertThat(wrong.readToEnd()).isEmpty();
        }
    }

    @Test
    void a_tunnel_carries_whatever_is_put_into_it() throws InterruptedException {
        try (var tunnel = attacker.tunnel()) {
            assertThat(tunnel.receive(5)).startsWith(0xff, 0xff, 0xff, 'T', 'S');

            tunnel.send(Http2Bytes.preface());
            tunnel.send(Http2Bytes.post(1, "/machine/register", "{".getBytes(UTF_8)));

            var request = nextRequest();
            assertThat(request.path()).isEqualTo("/machine/register");
            assertThat(request.body()).asString(UTF_8).isEqualTo("{");
            assertThat(tunnel.endsWithin(MOMENT)).isFalse();
        }
    }

    @Test
    void a_long_header_is_framed_right() throws InterruptedException {
        try (var tunnel = attacker.tunnel()) {
            String path = "/" + "x".repeat(300);

            tunnel.send(Http2Bytes.preface());
            tunnel.send(Http2Bytes.get(1, path));

            assertThat(nextRequest().path()).isEqualTo(path);
        }
    }

    @Test
    void a_record_sent_twice_ends_the_connection() {
        try (var tunnel = attacker.tunnel()) {
            byte[] once = tunnel.sealed(Http2Bytes.preface());

            tunnel.raw().send(once);
            tunnel.raw().send(once);

            assertThat(tunnel.endsWithin(SOON)).isTrue();
        }
    }

    @Test
    void a_crowd_stands_half_open_and_notices_who_was_shown_out() {
        try (var crowd = attacker.crowd(500, "GET /ke".getBytes(UTF_8))) {
            assertThat(crowd.refused()).isZero();
            assertThat(crowd.open()).isEqualTo(500);
            assertThat(SimulatedClient.at(server.uri()).askServerKey()).isEqualTo(server.key.publicKey());

            server.close();

            assertThat(crowd.open()).isZero();
        }
    }

    @Test
    void an_attacker_comes_from_any_loopback_address() throws InterruptedException {
        try (var connection = attacker.from("127.0.0.77").connect()) {
            connection.send("GET /nothing HTTP/1.1\r\n\r\n");
            connection.readToEnd();

            assertThat(server.sources).contains("127.0.0.77");
        }
    }
}
