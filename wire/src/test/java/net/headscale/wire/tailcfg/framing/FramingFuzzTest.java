package net.headscale.wire.tailcfg.framing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import net.headscale.wire.fuzz.Fuzz;
import net.headscale.wire.json.MalformedMessage;
import org.junit.jupiter.api.Test;

class FramingFuzzTest {
    private static final int LONGEST_MESSAGE = 1 << 16;
    private static final int LONGEST_TEXT = 1 << 18;

    @Test
    void a_reader_of_messages_takes_any_bytes_in_any_pieces_and_holds_its_limits() {
        Fuzz.of(messages())
                .allowing(MalformedMessage.class)
                .allocatingAtMost(32L * LONGEST_TEXT) // some hundred messages fit into one input, none is kept
                .fewerBy(5)
                .feed((input, random) -> {
                    MapMessageReader reader = MapMessageReader.of(LONGEST_MESSAGE, LONGEST_TEXT);
                    for (int from = 0; from < input.length; ) {
                        int to = from + 1 + random.nextInt(input.length - from);
                        reader.feed(Arrays.copyOfRange(input, from, to));
                        from = to;
                        drain(reader);
                    }
                });
    }

    private static void drain(MapMessageReader reader) {
        for (byte[] text = reader.next(); text != null; text = reader.next()) {
            assertThat(text.length).isLessThanOrEqualTo(LONGEST_TEXT);
        }
    }

    @Test
    void what_was_compressed_in_pieces_is_read_as_a_whole() {
        Fuzz.of(List.of("{\"Peers\":[1,2,3]}".getBytes(StandardCharsets.UTF_8)))
                .fewerBy(5)
                .feed(this::goAround);
    }

    private void goAround(byte[] text, RandomGenerator random) {
        try (MapCompressor compressor = MapCompressor.open()) {
            int cut = random.nextInt(text.length + 1);
            byte[] first = Arrays.copyOf(text, cut);
            byte[] rest = Arrays.copyOfRange(text, cut, text.length);
            byte[] raw = rest.length <= MapFraming.LONGEST_RAW ? MapFraming.rawFrame(rest) : compressor.frame(rest);
            MapMessageReader reader = MapMessageReader.of(LONGEST_MESSAGE, LONGEST_TEXT);
            reader.feed(MapFraming.message(compressor.frame(first), raw));

            assertThat(reader.next()).isEqualTo(text);
        }
    }

    private static List<byte[]> messages() {
        try (MapCompressor compressor = MapCompressor.open()) {
            byte[] tooLong = compressor.message(new byte[LONGEST_TEXT + 1]);
            byte[] text = "{\"Domain\":\"example.com\"}".getBytes(StandardCharsets.UTF_8);
            return List.of(
                    compressor.message(text),
                    MapFraming.message(compressor.frame(text), MapFraming.rawFrame(text)),
                    MapFraming.message(),
                    tooLong);
        }
    }
}
