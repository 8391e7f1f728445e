package net.headscale.wire.derp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import net.headscale.wire.GoldenFile;
import net.headscale.wire.fuzz.Fuzz;
import net.headscale.wire.json.MalformedMessage;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.key.X25519Secret;
import org.junit.jupiter.api.Test;

class DerpFuzzTest {
    private final GoldenFile golden = GoldenFile.read("derp/derp_frames.json");
    private final List<byte[]> frames =
            golden.list("frames").stream().map(frame -> frame.bytes("frame")).toList();

    @Test
    void a_relay_reads_frames_that_it_can_write_again() {
        Fuzz.of(frames).allowing(MalformedMessage.class).feed((input, random) -> {
            readInPieces(FrameDecoder.ofServer(), input, random);
        });
    }

    @Test
    void a_client_reads_frames_that_it_can_write_again() {
        Fuzz.of(frames).allowing(MalformedMessage.class).feed((input, random) -> {
            readInPieces(FrameDecoder.ofClient(), input, random);
        });
    }

    private static <F extends DerpFrame> void readInPieces(
            FrameDecoder<F> decoder, byte[] input, RandomGenerator random) {
        ByteBuffer received = ByteBuffer.wrap(input).limit(0);
        while (received.limit() < input.length) {
            received.limit(Math.min(input.length, received.limit() + 1 + random.nextInt(input.length)));
            for (Optional<F> next = decoder.next(received); next.isPresent(); next = decoder.next(received)) {
                comesAgain(next.get());
            }
        }
    }

    private static void comesAgain(DerpFrame frame) {
        ByteBuffer written = ByteBuffer.allocate(frame.length());
        frame.write(written);
        FrameDecoder<? extends DerpFrame> decoder =
                frame instanceof FromClient ? FrameDecoder.ofServer() : FrameDecoder.ofClient();
        assertThat(decoder.next(written.flip()).orElseThrow()).isEqualTo(frame);
    }

    @Test
    void only_a_box_that_was_sealed_is_opened() {
        X25519Secret server = X25519Secret.of(golden.bytes("server_private"));
        NodeKey client = NodeKey.of(golden.bytes("client_public"));
        byte[] info = frames.get(1);
        byte[] honest = Arrays.copyOfRange(info, DerpFrame.HEADER_BYTES + FrameKeys.BYTES, info.length);

        Fuzz.of(List.of(honest)).fewerBy(10).allowing(MalformedMessage.class).feed((input, random) -> {
            ClientHello hello = new FromClient.ClientInfo(client, ByteBuffer.wrap(input)).open(server);
            assertThat(hello).isEqualTo(ClientHello.ordinary());
            assertThat(input).isEqualTo(honest);
        });
    }

    @Test
    void a_hello_is_read_or_malformed() {
        List<byte[]> hellos = List.of(
                ClientHello.ordinary().json(),
                new ClientHello(MeshKey.parse("ab".repeat(32)), 1, true, true, "app\ud83d\ude00").json(),
                new ServerHello(2, Long.MAX_VALUE, -1).json());

        Fuzz.of(hellos).fewerBy(5).allowing(MalformedMessage.class).feed((input, random) -> {
            ServerHello server = ServerHello.read(input);
            assertThat(ServerHello.read(server.json())).isEqualTo(server);
        });
        Fuzz.of(hellos).fewerBy(5).allowing(MalformedMessage.class).feed((input, random) -> {
            ClientHello client = ClientHello.read(input);
            assertThat(ClientHello.read(client.json())).isEqualTo(client);
        });
    }
}
