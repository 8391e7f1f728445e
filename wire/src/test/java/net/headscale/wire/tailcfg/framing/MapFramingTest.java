package net.headscale.wire.tailcfg.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import net.headscale.wire.GoldenFile;
import net.headscale.wire.json.MalformedMessage;
import org.junit.jupiter.api.Test;

class MapFramingTest {
    private static final GoldenFile VECTORS = GoldenFile.read("tailcfg/map_framing.json");

    @Test
    void a_raw_frame_is_the_one_that_was_tried_with_the_real_client() {
        byte[] frame = MapFraming.rawFrame(bytes(VECTORS.text("json")));

        assertThat(frame).isEqualTo(VECTORS.bytes("zstd_handmade_raw_block"));
        assertThat(MapFraming.message(frame)).isEqualTo(VECTORS.bytes("message_handmade"));
    }

    @Test
    void what_the_reference_encoder_wrote_is_read() {
        assertThat(read(VECTORS.bytes("message"))).isEqualTo(VECTORS.text("json"));
    }

    @Test
    void a_message_is_read_back_whatever_pieces_it_arrives_in() {
        byte[] stream = concat(message("{\"Domain\":\"a\"}"), message("{\"Domain\":\"b\"}"));
        MapMessageReader reader = reader();

        StringBuilder seen = new StringBuilder();
        for (byte each : stream) {
            reader.feed(new byte[] {each});
            byte[] text = reader.next();
            seen.append(text == null ? "" : new String(text, StandardCharsets.UTF_8));
        }

        assertThat(seen).hasToString("{\"Domain\":\"a\"}{\"Domain\":\"b\"}");
        assertThat(reader.isBetweenMessages()).isTrue();
    }

    @Test
    void a_long_message_in_short_pieces_is_copied_a_few_times_only() {
        byte[] noise = new byte[1 << 20];
        new SplittableRandom(1).nextBytes(noise);
        byte[] stream;
        try (MapCompressor compressor = MapCompressor.open()) {
            stream = compressor.message(noise);
        }
        MapMessageReader reader = reader(2 << 20);

        long before = allocated();
        for (int from = 0; from < stream.length; from += 256) {
            reader.feed(Arrays.copyOfRange(stream, from, Math.min(from + 256, stream.length)));
            if (from + 256 < stream.length) {
                assertThat(reader.next()).isNull();
            }
        }
        long cost = allocated() - before;

        assertThat(reader.next()).isEqualTo(noise);
        assertThat(cost).isLessThan(32L << 20);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    @Test
    void the_frames_of_a_message_are_joined() {
        try (MapCompressor compressor = MapCompressor.open()) {
            byte[] message = MapFraming.message(
                    compressor.frame(bytes("{\"Peers\":[")),
                    compressor.frame(bytes("{\"ID\":1}")),
                    MapFraming.rawFrame(bytes(",")),
                    compressor.frame(bytes("{\"ID\":2}")),
                    compressor.frame(bytes("")),
                    MapFraming.rawFrame(bytes("]}")));

            assertThat(read(message)).isEqualTo("{\"Peers\":[{\"ID\":1},{\"ID\":2}]}");
        }
    }

    @Test
    void frames_state_their_content_size_and_are_single_segments_up_to_512_kib() {
        byte[] text = new byte[512 << 10];
        new SplittableRandom(1).nextBytes(text);

        try (MapCompressor compressor = MapCompressor.open()) {
            for (int length : new int[] {0, 1, 300, 100_000, text.length}) {
                byte[] frame = compressor.frame(Arrays.copyOf(text, length));
                assertThat(Zstd.getFrameContentSize(frame)).isEqualTo(length);
                assertThat(frame[4] & 0x20)
                        .as("single-segment flag at %d", length)
                        .isNotZero();
            }
        }
    }

    @Test
    void a_compressor_serves_many_messages() {
        try (MapCompressor compressor = MapCompressor.open()) {
            for (int length = 0; length < 200_000; length = length * 3 + 1) {
                String text = "x".repeat(length);
                assertThat(read(compressor.message(bytes(text)))).isEqualTo(text);
            }
        }
    }

    @Test
    void a_length_is_unsigned_and_refused_beyond_the_limit() {
        MapMessageReader reader = reader();
        reader.feed(new byte[] {-1, -1, -1, -1});

        assertThatThrownBy(reader::next).isInstanceOf(MalformedMessage.class).hasMessageContaining("4294967295");
    }

    @Test
    void a_text_beyond_the_limit_is_refused() {
        MapMessageReader reader = MapMessageReader.of(1 << 20, 1000);
        reader.feed(message("x".repeat(1001)));

        assertThatThrownBy(reader::next).isInstanceOf(MalformedMessage.class);

        MapMessageReader atTheLimit = MapMessageReader.of(1 << 20, 1000);
        atTheLimit.feed(message("x".repeat(1000)));
        assertThat(atTheLimit.next()).hasSize(1000);
    }

    @Test
    void what_is_not_zstd_is_refused() {
        MapMessageReader plain = reader();
        plain.feed(MapFraming.message(bytes("{\"KeepAlive\":true}")));
        assertThatThrownBy(plain::next).isInstanceOf(MalformedMessage.class);

        byte[] whole = MapFraming.rawFrame(bytes("{}"));
        MapMessageReader cut = reader();
        cut.feed(MapFraming.message(Arrays.copyOf(whole, whole.length - 1)));
        assertThatThrownBy(cut::next).isInstanceOf(MalformedMessage.class);
    }

    private static MapMessageReader reader() {
        return reader(1 << 20);
    }

    private static MapMessageReader reader(int longestMessage) {
        return MapMessageReader.of(longestMessage, 1 << 24);
    }

    private static String read(byte[] message) {
        MapMessageReader reader = reader();
        reader.feed(message);
        return new String(Objects.requireNonNull(reader.next()), StandardCharsets.UTF_8);
    }

    private static byte[] message(String text) {
        try (MapCompressor compressor = MapCompressor.open()) {
            return compressor.message(bytes(text));
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
