package net.headscale.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.headscale.testkit.client.MapStream;
import net.headscale.testkit.client.SimulatedClient;
import net.headscale.testkit.hostile.HostileClient;
import net.headscale.testkit.hostile.HostileTunnel;
import net.headscale.testkit.hostile.Http2Bytes;
import net.headscale.testkit.hostile.RawConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever comes in at the port, those who were there before and those who come after are served.
class HostilePortTest {
    private static final int CROWD = 2_000;
    private static final Duration SOON = Duration.ofSeconds(30);

    private final TestServer server = TestServer.start();
    private final HostileClient attacker = HostileClient.at(server.uri());
    private final SimulatedClient early = server.joined("early");
    private MapStream seen;

    @BeforeEach
    void poll() {
        seen = TestServer.polled(early);
    }

    @AfterEach
    void close() {
        server.close();
    }

    /// An honest client joins and polls, and the one that was there before is told of it.
    private void assertThatOthersAreServed() {
        var late = server.joined("late");
        TestServer.polled(late);
        seen.awaitNetmap(netmap -> netmap.names().contains(TestServer.nameOf("late")));
        assertThat(seen.ending()).isEmpty();
    }

    static Stream<Arguments> garbage() {
        byte[] noise = new byte[4096];
        new Random(7).nextBytes(noise);
        return Stream.of(
                Arguments.of("random bytes", noise),
                Arguments.of("a TLS hello", HexFormat.of().parseHex("160301020001000001fc0303")),
                Arguments.of("no HTTP version", "GET /key?v=1\r\n\r\n".getBytes(UTF_8)),
                Arguments.of("a line without end", ("GET /" + "a".repeat(100_000)).getBytes(UTF_8)),
                Arguments.of("headers without end", ("GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(20_000)).getBytes(UTF_8)),
                Arguments.of("HTTP/2 without an upgrade", Http2Bytes.preface()),
                Arguments.of(
                        "two lengths",
                        "POST /ts2021 HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc".getBytes(UTF_8)),
                Arguments.of(
                        "a negative length", "POST /ts2021 HTTP/1.1\r\nContent-Length: -1\r\n\r\n".getBytes(UTF_8)),
                Arguments.of(
                        "chunks of nonsense",
                        "POST /ts2021 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n".getBytes(UTF_8)),
                Arguments.of(
                        "a huge body", "POST /ts2021 HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n".getBytes(UTF_8)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("garbage")
    void garbage_is_answered_with_an_error_or_the_end(String what, byte[] bytes) {
        try (RawConnection connection = attacker.connect()) {
            connection.send(bytes);
            connection.endOutput();

            assertThat(connection.readToEnd()).doesNotContain("200 OK").doesNotContain("101 Switching");
        }
        assertThatOthersAreServed();
    }

    @Test
    void handshakes_that_are_cut_at_any_byte_are_refused() {
        byte[] initiation = attacker.initiation();

        for (int length = 0; length < initiation.length; length += 10) {
            try (RawConnection connection = attacker.upgrade(Arrays.copyOf(initiation, length))) {
                assertThat(connection.endsWithin(SOON)).as("cut at %d", length).isTrue();
            }
        }
        assertThatOthersAreServed();
    }

    @Test
    void handshakes_with_any_byte_damaged_come_to_nothing() {
        byte[] initiation = attacker.initiation();

        for (int at = 0; at < initiation.length; at += 7) {
            byte[] damaged = initiation.clone();
            damaged[at] ^= 0x40;
            try (RawConnection connection = attacker.upgrade(damaged)) {
                assertThat(connection.endsWithin(SOON)).as("damaged at %d", at).isTrue();
            }
        }
        assertThatOthersAreServed();
    }

    @Test
    void a_replayed_initiation_leads_to_no_channel_that_its_owner_did_not_open() {
        byte[] initiation = attacker.initiation();
        try (RawConnection first = attacker.upgrade(initiation);
                RawConnection second = attacker.upgrade(initiation)) {
            byte[] anyRecord = new byte[40];
            anyRecord[0] = 4;
            anyRecord[2] = 37;
            second.send(anyRecord);

            assertThat(second.endsWithin(SOON)).as("a record of another key").isTrue();
            assertThat(first.endsWithin(Duration.ofMillis(100))).isFalse();
        }
        assertThatOthersAreServed();
    }

    static Stream<Arguments> badRecords() {
        return Stream.of(
                Arguments.of("longer than allowed", new byte[] {4, (byte) 0xff, (byte) 0xff}),
                Arguments.of("shorter than a tag", new byte[] {4, 0, 3, 1, 2, 3}),
                Arguments.of("of another type", new byte[] {1, 0, 16}),
                Arguments.of("not sealed", joined(new byte[] {4, 0, 32}, new byte[32])));
    }

    private static byte[] joined(byte[]... parts) {
        return Http2Bytes.joined(List.of(parts));
    }

    @ParameterizedTest(name = "a record {0}")
    @MethodSource("badRecords")
    void a_record_that_is_none_ends_its_connection(String what, byte[] record) {
        try (HostileTunnel tunnel = attacker.tunnel()) {
            tunnel.send(Http2Bytes.preface());
            tunnel.raw().send(record);

            assertThat(tunnel.endsWithin(SOON)).isTrue();
        }
        assertThatOthersAreServed();
    }

    static Stream<Arguments> badHttp2() {
        byte[] preface = Http2Bytes.preface();
        return Stream.of(
                Arguments.of("no preface", "GET / HTTP/1.1\r\n\r\n".repeat(2).getBytes(UTF_8)),
                Arguments.of(
                        "a frame longer than allowed",
                        joined(preface, Http2Bytes.frame(1 << 20, 0, 0, 1, new byte[0]))),
                Arguments.of(
                        "DATA on no stream", joined(preface, Http2Bytes.frame(Http2Bytes.DATA, 0, 0, new byte[8]))),
                Arguments.of(
                        "SETTINGS of 5 bytes",
                        joined(preface, Http2Bytes.frame(Http2Bytes.SETTINGS, 0, 0, new byte[5]))),
                Arguments.of(
                        "headers that are no HPACK",
                        joined(preface, Http2Bytes.frame(Http2Bytes.HEADERS, Http2Bytes.END_HEADERS, 1, new byte[] {
                            (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff
                        }))),
                Arguments.of("an even stream", joined(preface, Http2Bytes.get(2, "/machine/whoami"))),
                Arguments.of(
                        "CONTINUATION without HEADERS",
                        joined(preface, Http2Bytes.frame(Http2Bytes.CONTINUATION, 4, 1, new byte[4]))),
                Arguments.of("CONTINUATION without end", joined(preface, continuations(20_000))),
                Arguments.of("streams opened and reset without end", joined(preface, resets(2_000))));
    }

    private static byte[] continuations(int count) {
        byte[] one = Http2Bytes.frame(Http2Bytes.CONTINUATION, 0, 1, Http2Bytes.header("a", "b"));
        byte[] all = Http2Bytes.joined(Collections.nCopies(count, one));
        return joined(
                Http2Bytes.frame(Http2Bytes.HEADERS, 0, 1, Http2Bytes.requestHeaders("POST", "/machine/map")), all);
    }

    private static byte[] resets(int count) {
        byte[][] all = new byte[2 * count][];
        for (int i = 0; i < count; i++) {
            all[2 * i] = Http2Bytes.openPost(2 * i + 1, "/machine/map");
            all[2 * i + 1] = Http2Bytes.cancel(2 * i + 1);
        }
        return joined(all);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badHttp2")
    void bad_http2_ends_its_connection(String what, byte[] bytes) {
        try (HostileTunnel tunnel = attacker.tunnel()) {
            tunnel.send(bytes);

            assertThat(tunnel.endsWithin(SOON)).isTrue();
        }
        assertThatOthersAreServed();
    }

    static Stream<String> badJson() {
        return Stream.of(
                "",
                "{",
                "null",
                "[]",
                "{\"NodeKey\":\"\"}",
                "{\"NodeKey\":7}",
                "{\"Version\":\"142\"}",
                "{\"Version\":99999999999999999999}",
                "{\"Version\":142,\"NodeKey\":\"nodekey:" + "0".repeat(64) + "\"}",
                "[".repeat(200_000),
                "{\"Hostinfo\":{\"Hostname\":" + "{\"a\":".repeat(50_000),
                "\u0000\u0001\u0002");
    }

    @ParameterizedTest
    @MethodSource("badJson")
    void bad_json_is_answered_and_its_connection_lives_on(String json) {
        var client = server.client("odd");
        for (String path : List.of("/machine/register", "/machine/map", "/machine/none")) {
            var answer = client.post(path, json.getBytes(UTF_8));

            assertThat(answer.status() / 100).as(path).isNotEqualTo(5);
            assertThat(answer.text()).as(path).doesNotContain("MachineAuthorized\":true");
        }
        assertThat(client.get("/machine/whoami").status()).isEqualTo(200);
    }

    @Test
    void a_body_without_end_is_cut_off() {
        var client = server.client("odd");

        var answer = client.post("/machine/register", new byte[(1 << 20) + 1]);

        assertThat(answer.status()).isEqualTo(413);
        assertThatOthersAreServed();
    }

    static Stream<Arguments> beginnings() {
        return Stream.of(
                Arguments.of("silent", ""),
                Arguments.of("within a line", "POST /ts20"),
                Arguments.of("within the headers", "POST /ts2021 HTTP/1.1\r\nUpgrade: tailscale"),
                Arguments.of("within a body", "POST /ts2021 HTTP/1.1\r\nContent-Length: 9\r\n\r\nx"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("beginnings")
    void a_crowd_of_half_open_connections_stops_nobody_else(String where, String beginning) {
        try (var crowd = attacker.crowd(CROWD, beginning.getBytes(UTF_8))) {
            assertThat(crowd.refused()).isZero();

            assertThatOthersAreServed();
        }
    }

    @Test
    void a_crowd_that_begins_handshakes_and_leaves_stops_nobody_else() {
        byte[] upgrade = attacker.upgradeRequest(attacker.initiation()).getBytes(UTF_8);
        try (var crowd = attacker.crowd(500, upgrade)) {
            assertThat(crowd.refused()).isZero();

            assertThatOthersAreServed();
        }
    }
}
