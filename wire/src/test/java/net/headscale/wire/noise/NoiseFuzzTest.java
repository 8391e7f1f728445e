package net.headscale.wire.noise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import net.headscale.wire.GoldenFile;
import net.headscale.wire.fuzz.Fuzz;
import net.headscale.wire.json.MalformedMessage;
import net.headscale.wire.key.ChallengeKey;
import org.junit.jupiter.api.Test;

class NoiseFuzzTest {
    private final Handshakes sides = Handshakes.of(21);
    private final RecordCipher cipher = RecordCipher.create();

    @Test
    void only_an_initiation_that_a_client_made_is_accepted() {
        byte[] honest = sides.initiator().initiation();
        Responder responder = sides.responder();

        Fuzz.of(List.of(honest)).fewerBy(20).feed((input, random) -> {
            HandshakeAnswer answer = responder.answer(input);
            assertThat(answer instanceof HandshakeAnswer.Accepted).isEqualTo(Arrays.equals(input, honest));
        });
    }

    @Test
    void only_the_response_that_the_server_made_is_taken() {
        byte[] initiation = initiatorOfOneEphemeral().initiation();
        byte[] honest = ((HandshakeAnswer.Accepted) sides.responder().answer(initiation)).response();
        byte[] refusal = new HandshakeAnswer.Refused("no").frame();

        Fuzz.of(List.of(honest, refusal))
                .fewerBy(20)
                .allowing(HandshakeFailed.class)
                .feed((input, random) -> {
                    try (NoiseChannel channel = initiatorOfOneEphemeral().finish(input)) {
                        assertThat(channel).isNotNull();
                        assertThat(input).isEqualTo(honest);
                    }
                });
    }

    private Initiator initiatorOfOneEphemeral() {
        return Initiator.start(sides.machine(), sides.control().publicKey(), Handshakes.VERSION, new Random(1));
    }

    @Test
    void only_what_was_sealed_comes_out_of_records() {
        GoldenFile golden = GoldenFile.read("noise/noise_handshake_v145.json");
        List<byte[]> records = new ArrayList<>();
        ByteBuffer said = ByteBuffer.allocate(20_000);
        for (GoldenFile recorded : golden.list("records_client_to_server")) {
            records.add(recorded.bytes("frame"));
            said.put(recorded.bytes("plaintext"));
        }
        records.add(joined(records));
        byte[] key = golden.bytes("key_client_to_server");

        Fuzz.of(records).allowing(MalformedRecord.class).feed((input, random) -> {
            ByteBuffer opened = ByteBuffer.allocate(input.length);
            try (RecordOpener opener = new RecordOpener(new TransportKey(key.clone()))) {
                openInPieces(opener, input, opened, random);
            } finally {
                assertThat(opened.flip()).isEqualTo(said.slice(0, opened.limit()));
            }
        });
    }

    private void openInPieces(RecordOpener opener, byte[] input, ByteBuffer opened, RandomGenerator random) {
        ByteBuffer received = ByteBuffer.wrap(input).limit(0);
        while (received.limit() < input.length) {
            received.limit(Math.min(input.length, received.limit() + 1 + random.nextInt(input.length)));
            int before = -1;
            while (received.position() > before && opener.open(cipher, received, opened)) {
                before = received.position();
            }
        }
    }

    @Test
    void an_early_payload_is_read_or_malformed() {
        byte[] honest = new EarlyPayload(ChallengeKey.ZERO).bytes();
        byte[] later = "{\"later\":[{\"a\":1e9},null,\"\\u0041\"],\"nodeKeyChallenge\":\"chalpub:00\"}".getBytes(UTF_8);

        Fuzz.of(List.of(honest, later))
                .fewerBy(5)
                .allowing(MalformedMessage.class)
                .feed((input, random) -> {
                    int header = Math.min(input.length, EarlyPayload.HEADER_BYTES);
                    EarlyPayload.jsonLength(Arrays.copyOf(input, header))
                            .ifPresent(length -> assertThat(length).isBetween(0, 10 << 20));
                    EarlyPayload read = EarlyPayload.read(Arrays.copyOfRange(input, header, input.length));
                    assertThat(read.nodeKeyChallenge()).isNotNull();
                });
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteBuffer joined =
                ByteBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
        parts.forEach(joined::put);
        return joined.array();
    }
}
