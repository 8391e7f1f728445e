package net.headscale.testkit.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.headscale.wire.json.MalformedMessage;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.Node;
import net.headscale.wire.tailcfg.codec.MapRequestCodec;
import net.headscale.wire.tailcfg.codec.MapResponseCodec;
import net.headscale.wire.tailcfg.framing.MapCompressor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MapStreamTest {
    private final BlockingQueue<StubExchange> asked = new LinkedBlockingQueue<>();
    private final StubServer server = new StubServer(asked::add);
    private final SimulatedClient client = SimulatedClient.at(server.uri());
    private final MapCompressor compressor = MapCompressor.open();
    private MapStream stream;
    private StubExchange exchange;

    @BeforeEach
    void poll() throws InterruptedException {
        stream = client.poll();
        exchange = Optional.ofNullable(asked.poll(5, TimeUnit.SECONDS)).orElseThrow();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        compressor.close();
    }

    private byte[] message(String domain) {
        return message(MapResponse.builder().node(node(1)).domain(domain).build());
    }

    private byte[] message(MapResponse response) {
        return compressor.message(MapResponseCodec.encode(response));
    }

    private static Node node(long id) {
        return Node.builder().id(id).name("n" + id + ".example.").build();
    }

    @Test
    void the_request_is_the_real_clients() {
        var said = MapRequestCodec.decode(exchange.body());

        assertThat(exchange.path()).isEqualTo("/machine/map");
        assertThat(said.stream()).isTrue();
        assertThat(said.compress()).isEqualTo("zstd");
        assertThat(said.nodeKey()).isEqualTo(client.nodeKey());
        assertThat(said.discoKey()).isEqualTo(client.identity().discoKey());
    }

    @Test
    void messages_come_in_order_however_they_are_cut() {
        exchange.begin(200);
        byte[] one = message("one");
        exchange.send(Arrays.copyOf(one, 3));
        exchange.send(Arrays.copyOfRange(one, 3, one.length));
        byte[] two = message("two");
        byte[] three = message("three");
        byte[] both = Arrays.copyOf(two, two.length + three.length);
        System.arraycopy(three, 0, both, two.length, three.length);
        exchange.send(both);

        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.next().domain()).isEqualTo("one");
        assertThat(stream.nextWith(next -> next.domain().equals("three")).domain())
                .isEqualTo("three");
        assertThat(stream.received())
                .extracting(MapMessage::text)
                .anyMatch(text -> text.contains("\"Domain\":\"two\""));
    }

    @Test
    void silence_is_told_apart_from_a_message() {
        exchange.begin(200);
        assertThat(stream.nextWithin(Duration.ofMillis(20))).isEmpty();

        exchange.send(compressor.message(MapResponseCodec.encode(MapResponse.keepAlive(Instant.EPOCH))));
        assertThat(stream.nextWithin(Duration.ofSeconds(5))).get().matches(MapResponse::keepAlive);
    }

    @Test
    void the_netmap_is_what_all_messages_make_of_it() {
        exchange.begin(200);
        exchange.send(message(MapResponse.builder()
                .node(node(1))
                .peers(List.of(node(2), node(3)))
                .build()));
        exchange.send(message(MapResponse.builder().peersRemoved(List.of(3L)).build()));

        assertThat(stream.awaitNetmap(netmap -> netmap.peers().size() == 1).names())
                .containsExactly("n2.example.");
        assertThat(stream.next().peers()).hasSize(2);
    }

    @Test
    void a_netmap_that_never_comes_is_a_missed_deadline() {
        exchange.begin(200);
        exchange.send(message("lonely"));

        assertThatThrownBy(() -> stream.awaitNetmap(
                        Duration.ofMillis(50), netmap -> netmap.peers().size() == 1))
                .isInstanceOf(ClientFailure.DeadlinePassed.class);
    }

    @Test
    void a_first_message_without_the_node_itself_ends_the_stream() {
        exchange.begin(200);
        exchange.send(message(MapResponse.builder().domain("nobody").build()));
        stream.awaitEnd();

        assertThat(stream.next().domain()).isEqualTo("nobody");
        assertThatThrownBy(stream::next).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void closing_resets_the_stream_and_keeps_the_connection() {
        exchange.begin(200);
        assertThat(stream.status()).isEqualTo(200);

        stream.close();

        assertThat(exchange.reset.orTimeout(5, TimeUnit.SECONDS).join()).hasToString("CANCEL");
        assertThat(stream.awaitEnd()).isEqualTo(Ending.CANCELLED);
        assertThat(client.connection().isOpen()).isTrue();
    }

    @Test
    void every_way_to_end_is_told_apart() throws InterruptedException {
        exchange.begin(200);
        exchange.end();
        assertThat(stream.awaitEnd()).isEqualTo(Ending.COMPLETE);
        var failure = catchThrowableOfType(ClientFailure.StreamEnded.class, stream::next);
        assertThat(failure.ending()).isEqualTo(Ending.COMPLETE);

        poll();
        exchange.begin(200);
        exchange.reset();
        assertThat(stream.awaitEnd()).isEqualTo(Ending.RESET);

        poll();
        exchange.begin(200);
        server.connections.forEach(connection -> connection.close());
        assertThat(stream.awaitEnd()).isEqualTo(Ending.CONNECTION_LOST);
    }

    @Test
    void what_came_before_the_end_can_still_be_read() {
        exchange.begin(200);
        exchange.send(message("last"));
        exchange.end();
        stream.awaitEnd();

        assertThat(stream.next().domain()).isEqualTo("last");
        assertThatThrownBy(stream::next).isInstanceOf(ClientFailure.StreamEnded.class);
    }

    @Test
    void a_refusal_is_told_with_status_and_text() {
        exchange.answer(404, "node unknown");

        var failure = catchThrowableOfType(ClientFailure.UnexpectedStatus.class, stream::next);
        assertThat(failure.status()).isEqualTo(404);
        assertThat(stream.refusal()).isEqualTo("node unknown");
    }

    @Test
    void a_message_that_no_client_could_read_ends_the_stream() {
        exchange.begin(200);
        exchange.send(compressor.message("{\"Node\":[]}".getBytes(UTF_8)));

        assertThatThrownBy(stream::next).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void a_paused_reader_fills_the_servers_window_and_goes_on_later() {
        exchange.begin(200);
        exchange.send(message("one"));
        assertThat(stream.next().domain()).isEqualTo("one");
        stream.pause();
        exchange.send(message("two"));
        exchange.send(message("three"));

        stream.resume();

        assertThat(stream.next().domain()).isEqualTo("two");
        assertThat(stream.next().domain()).isEqualTo("three");
    }

    @Test
    void a_dropped_client_takes_its_streams_along() {
        exchange.begin(200);
        assertThat(stream.status()).isEqualTo(200);

        client.drop();

        assertThat(stream.awaitEnd()).isEqualTo(Ending.CONNECTION_LOST);
    }
}
