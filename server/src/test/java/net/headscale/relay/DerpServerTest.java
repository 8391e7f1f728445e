package net.headscale.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import net.headscale.http.HttpListener;
import net.headscale.http.Loops;
import net.headscale.http.Routes;
import net.headscale.testkit.relay.RelayClient;
import net.headscale.wire.derp.ClientHello;
import net.headscale.wire.derp.FrameDecoder;
import net.headscale.wire.derp.FromClient;
import net.headscale.wire.derp.FromServer;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.key.X25519Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The relay over plain HTTP, as behind a proxy that does TLS.
class DerpServerTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Loops loops = Loops.open(2);
    private final X25519Secret secret = X25519Secret.generate(RANDOM);
    private final X25519Secret mine = X25519Secret.generate(RANDOM);
    private final X25519Secret other = X25519Secret.generate(RANDOM);
    private final Set<NodeKey> members = ConcurrentHashMap.newKeySet();
    private final HttpClient browser = HttpClient.newHttpClient();
    private final CountingWatch watch = new CountingWatch();
    private DerpServer derp;
    private HttpListener listener;

    @BeforeEach
    void open() throws IOException {
        members.add(NodeKey.of(mine.publicBytes()));
        members.add(NodeKey.of(other.publicBytes()));
        open(0);
    }

    private void open(long clientBytesPerSecond) throws IOException {
        derp = new DerpServer(secret, members::contains, clientBytesPerSecond, RANDOM, watch);
        Routes routes = derp.addTo(new Routes());
        new AdmissionEndpoint(members::contains).addTo(routes);
        new BootstrapDns(() -> Set.of("localhost"), InstantSource.system()).addTo(routes);
        listener = HttpListener.open(loops, new InetSocketAddress("127.0.0.1", 0), Optional::empty, routes);
    }

    @AfterEach
    void close() {
        browser.close();
        listener.close();
        derp.close();
        loops.close();
    }

    private InetSocketAddress address() {
        return (InetSocketAddress) listener.address();
    }

    private RelayClient dial(X25519Secret key) {
        return RelayClient.dial(SocketFactory.getDefault(), address(), key);
    }

    private HttpResponse<String> ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + address().getPort() + path);
    }

    /// Adds up what it is told.
    private static final class CountingWatch implements RelayWatch {
        private final Map<String, Integer> sums = new ConcurrentHashMap<>();

        private void add(String what, int amount) {
            sums.merge(what, amount, Integer::sum);
        }

        @Override
        public void joined() {
            add("clients", 1);
        }

        @Override
        public void left() {
            add("clients", -1);
        }

        @Override
        public void received(int bytes) {
            add("received", bytes);
        }

        @Override
        public void sent(int bytes) {
            add("sent", bytes);
        }

        @Override
        public void dropped(Drop why, int bytes) {
            add(why.name(), bytes);
        }

        int of(String what) {
            return sums.getOrDefault(what, 0);
        }
    }

    @Test
    void the_watch_is_told_what_passes_and_what_does_not() throws IOException {
        NodeKey nobody = NodeKey.of(X25519Secret.generate(RANDOM).publicBytes());
        try (RelayClient a = dial(mine).awaitAdmission();
                RelayClient b = dial(other).awaitAdmission()) {
            int sent = watch.of("sent");

            a.send(b.key(), new byte[100]);
            b.nextPacket();
            a.send(nobody, new byte[10]);
            a.send(b.key(), new byte[1]);
            b.nextPacket();

            assertThat(watch.of("clients")).isEqualTo(2);
            assertThat(watch.of("received")).isEqualTo(3 * 37 + 111);
            assertThat(watch.of("sent") - sent).isEqualTo(2 * 37 + 101);
            assertThat(watch.of("ABSENT")).isEqualTo(37 + 10);
            assertThat(watch.of("FULL")).isZero();
        }
    }

    @Test
    void a_node_that_goes_is_told_to_those_who_heard_from_it() throws IOException {
        try (RelayClient b = dial(other).awaitAdmission()) {
            try (RelayClient a = dial(mine).awaitAdmission()) {
                a.send(b.key(), new byte[] {1});
                b.nextPacket();
            }
            FromServer.PeerGone gone = b.nextOf(FromServer.PeerGone.class);
            assertThat(gone.peer()).isEqualTo(NodeKey.of(mine.publicBytes()));
            assertThat(gone.reason()).isEqualTo(FromServer.PeerGone.DISCONNECTED);
        }
    }

    @Test
    void a_node_that_is_no_longer_admitted_is_found_by_the_next_sweep() throws IOException {
        try (RelayClient a = dial(mine).awaitAdmission();
                RelayClient b = dial(other).awaitAdmission()) {
            members.remove(a.key());

            derp.dropStrangers();

            assertThat(a.isClosedByRelay()).isTrue();
            b.send(b.key(), new byte[] {7});
            assertThat(b.nextPacket().source()).isEqualTo(b.key());
        }
    }

    @Test
    void a_burst_of_packets_of_all_lengths_arrives_whole_and_in_order() throws IOException {
        try (RelayClient a = dial(mine).awaitAdmission();
                RelayClient b = dial(other).awaitAdmission()) {
            Thread.startVirtualThread(() -> {
                for (int i = 0; i < 150; i++) {
                    a.send(b.key(), packet(i));
                }
            });

            for (int i = 0; i < 150; i++) {
                assertThat(b.nextPacket().packet()).isEqualTo(ByteBuffer.wrap(packet(i)));
            }
        }
    }

    private static byte[] packet(int number) {
        byte[] packet = new byte[number % 50 == 49 ? 40_000 : 1 + number * 37 % 1_280];
        Arrays.fill(packet, (byte) number);
        return packet;
    }

    @Test
    void a_budget_slows_a_client_down_and_loses_nothing() throws IOException {
        listener.close();
        open(200_000);
        try (RelayClient a = dial(mine).awaitAdmission();
                RelayClient b = dial(other).awaitAdmission()) {
            long start = System.nanoTime();
            Thread.startVirtualThread(() -> {
                for (int i = 0; i < 60; i++) {
                    a.send(b.key(), new byte[10_000]);
                }
            });
            for (int i = 0; i < 60; i++) {
                assertThat(b.nextPacket().packet().remaining()).isEqualTo(10_000);
            }
            assertThat(System.nanoTime() - start)
                    .as(
                            "600 kB at 200 kB/s, of which 200 kB at once, and two buffers of 64 kB that were read before a pause")
                    .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(500));
        }
    }

    @Test
    void a_browser_sends_packets_over_a_web_socket() throws Exception {
        var socket = new BrowserSocket();
        var web = browser.newWebSocketBuilder()
                .subprotocols("derp")
                .buildAsync(URI.create("ws://127.0.0.1:" + address().getPort() + "/derp"), socket)
                .get(30, TimeUnit.SECONDS);
        assertThat(web.getSubprotocol()).isEqualTo("derp");
        FromServer.ServerKey key = (FromServer.ServerKey) socket.next();
        var hello = FromClient.ClientInfo.seal(mine, key.key(), ClientHello.ordinary(), RANDOM);
        web.sendBinary(bytes(hello), true).get(30, TimeUnit.SECONDS);
        assertThat(socket.next()).isInstanceOf(FromServer.ServerInfo.class);

        try (RelayClient b = dial(other).awaitAdmission()) {
            ByteBuffer packet = bytes(new FromClient.SendPacket(b.key(), ByteBuffer.wrap(new byte[60_000])));
            web.sendBinary(packet.slice(0, 100), true).get(30, TimeUnit.SECONDS); // borders mean nothing
            web.sendBinary(packet.slice(100, packet.limit() - 100), true).get(30, TimeUnit.SECONDS);
            assertThat(b.nextPacket().packet().remaining()).isEqualTo(60_000);

            b.send(NodeKey.of(mine.publicBytes()), new byte[50_000]);
            assertThat(((FromServer.RecvPacket) socket.next()).packet().remaining())
                    .isEqualTo(50_000);
        }
        assertThat(socket.longest()).isLessThanOrEqualTo(32 << 10);
        web.abort();
    }

    private static ByteBuffer bytes(FromClient frame) {
        ByteBuffer bytes = ByteBuffer.allocate(frame.length());
        frame.write(bytes);
        return bytes.flip();
    }

    @Test
    void other_relays_are_told_whom_to_admit() throws Exception {
        String member = NodeKey.of(mine.publicBytes()).toString();
        String stranger = NodeKey.of(secret.publicBytes()).toString();

        assertThat(verify("{\"NodePublic\":\"" + member + "\",\"Source\":\"192.0.2.9\"}")
                        .body())
                .isEqualTo("{\"Allow\":true}");
        assertThat(verify("{\"NodePublic\":\"" + stranger + "\",\"Source\":\"\"}")
                        .body())
                .isEqualTo("{\"Allow\":false}");
        assertThat(verify("nonsense").statusCode()).isEqualTo(400);
        assertThat(verify("{\"x\":\"" + "y".repeat(5_000) + "\"}").statusCode()).isEqualTo(413);
        assertThat(ask(HttpRequest.newBuilder(uri("/verify"))).statusCode()).isEqualTo(405);
    }

    private HttpResponse<String> verify(String body) throws IOException, InterruptedException {
        return ask(HttpRequest.newBuilder(uri("/verify")).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void probes_are_answered() throws Exception {
        var probe = ask(HttpRequest.newBuilder(uri("/derp/probe")).HEAD());
        assertThat(probe.statusCode()).isEqualTo(200);
        assertThat(probe.headers().firstValue("access-control-allow-origin")).hasValue("*");
        assertThat(ask(HttpRequest.newBuilder(uri("/derp/latency-check"))).statusCode())
                .isEqualTo(200);
        var portal =
                ask(HttpRequest.newBuilder(uri("/generate_204?t=1")).header("X-Tailscale-Challenge", "ts_192.0.2.1"));
        assertThat(portal.statusCode()).isEqualTo(204);
        assertThat(portal.headers().firstValue("x-tailscale-response")).hasValue("response ts_192.0.2.1");
        assertThat(ask(HttpRequest.newBuilder(uri("/derp"))).statusCode()).isEqualTo(426);
    }

    @Test
    void the_addresses_of_known_names_are_told_and_of_no_others() throws Exception {
        assertThat(ask(HttpRequest.newBuilder(uri("/bootstrap-dns?q=localhost")))
                        .body())
                .contains("\"localhost\":[", "127.0.0.1");
        assertThat(ask(HttpRequest.newBuilder(uri("/bootstrap-dns?q=example.com")))
                        .body())
                .isEqualTo("{}");
        assertThat(ask(HttpRequest.newBuilder(uri("/bootstrap-dns"))).body()).contains("localhost");
    }

    /// The frames that come over a WebSocket, and the length of the longest message.
    private static final class BrowserSocket implements java.net.http.WebSocket.Listener {
        private final LinkedBlockingQueue<FromServer> frames = new LinkedBlockingQueue<>();
        private final FrameDecoder<FromServer> decoder = FrameDecoder.ofClient();
        private final CountDownLatch end = new CountDownLatch(1);
        private ByteBuffer received = ByteBuffer.allocate(0);
        private volatile int longest;
        private int message;

        @Override
        public java.util.concurrent.CompletionStage<?> onBinary(
                java.net.http.WebSocket socket, ByteBuffer data, boolean isLast) {
            message += data.remaining();
            longest = Math.max(longest, message);
            message = isLast ? 0 : message;
            received = ByteBuffer.allocate(received.remaining() + data.remaining())
                    .put(received)
                    .put(data)
                    .flip();
            decoder.next(received).ifPresent(frames::add);
            socket.request(1);
            return null;
        }

        @Override
        public void onError(java.net.http.WebSocket socket, Throwable error) {
            end.countDown();
        }

        FromServer next() throws InterruptedException {
            FromServer frame = frames.poll(30, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("no frame within 30 s" + (end.getCount() == 0 ? ": the socket failed" : ""));
            }
            return frame;
        }

        int longest() {
            return longest;
        }
    }
}
