package net.headscale.wire.noise;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import net.headscale.wire.GoldenFile;
import net.headscale.wire.ScriptedRandom;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.X25519Secret;
import net.headscale.wire.noise.HandshakeAnswer.Accepted;
import net.headscale.wire.noise.HandshakeAnswer.Dropped;
import net.headscale.wire.noise.HandshakeAnswer.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponderTest {
    private final Handshakes sides = Handshakes.of(1);

    @Test
    void an_honest_client_is_known_by_its_machine_key_and_version() {
        var accepted = (Accepted) sides.responder().answer(sides.initiator().initiation());

        assertThat(accepted.machine()).isEqualTo(MachineKey.of(sides.machine().publicBytes()));
        assertThat(accepted.version()).isEqualTo(Handshakes.VERSION);
    }

    @Test
    void both_sides_name_the_handshake_alike() {
        Handshakes.Ends ends = sides.ends();

        assertThat(ends.client().handshakeHash()).isEqualTo(ends.server().handshakeHash());
    }

    @Test
    void the_same_client_never_gets_the_same_response_twice() {
        byte[] initiation = sides.initiator().initiation();

        var first = (Accepted) sides.responder().answer(initiation);
        var second = (Accepted) sides.responder().answer(initiation);

        assertThat(first.response()).isNotEqualTo(second.response());
    }

    @Test
    void a_recorded_upgrade_request_carries_an_initiation_that_is_answered_as_recorded() {
        GoldenFile upgrade = GoldenFile.read("noise/http_upgrade.json");
        GoldenFile keys = GoldenFile.read("noise/noise_handshake_v145.json");
        String header = upgrade.text("request")
                .lines()
                .filter(line -> line.startsWith("X-Tailscale-Handshake: "))
                .findFirst()
                .orElseThrow();

        Responder responder = new Responder(
                ControlKey.parse("privkey:" + keys.text("server_static_private")),
                ScriptedRandom.of(keys.bytes("server_ephemeral_private")));
        byte[] initiation = Base64.getDecoder().decode(header.substring(header.indexOf(' ') + 1));

        var accepted = (Accepted) responder.answer(initiation);
        assertThat(accepted.response()).isEqualTo(upgrade.bytes("noise_response_after_head"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 102, 4096})
    void another_length_is_refused_aloud(int length) {
        assertThat(sides.responder().answer(new byte[length]))
                .isEqualTo(new Refused("wrong handshake initiation size"));
    }

    @ParameterizedTest
    @CsvSource({
        "2, unexpected handshake message type",
        "3, wrong handshake initiation length",
        "4, wrong handshake initiation length"
    })
    void another_header_is_refused_aloud(int offset, String reason) {
        byte[] initiation = sides.initiator().initiation();
        initiation[offset] ^= 0x10;

        assertThat(sides.responder().answer(initiation)).isEqualTo(new Refused(reason));
    }

    @Test
    void a_refusal_is_framed_as_the_reference_server_frames_it() {
        GoldenFile golden = GoldenFile.read("noise/noise_error_frame.json");

        var refused = (Refused) sides.responder().answer(new byte[golden.number("input_initiation_len")]);

        assertThat(refused.frame()).isEqualTo(golden.bytes("frame"));
        assertThat(refused.reason()).isEqualTo(golden.text("message_ascii"));
    }

    @Test
    void a_client_tells_the_refusal_in_the_servers_words() {
        byte[] frame = new Refused("too many machines").frame();

        assertThatThrownBy(() -> sides.initiator().finish(frame))
                .isInstanceOf(HandshakeFailed.class)
                .hasMessageContaining("too many machines");
    }

    @Test
    void one_flipped_bit_anywhere_behind_the_header_is_dropped_silently() {
        byte[] initiation = sides.initiator().initiation();
        for (int bit = 5 * Byte.SIZE; bit < initiation.length * Byte.SIZE; bit++) {
            if (bit == topBitOfEphemeral()) {
                continue;
            }
            byte[] damaged = flipped(initiation, bit);

            assertThat(sides.responder().answer(damaged)).as("bit %s", bit).isInstanceOf(Dropped.class);
        }
    }

    /// X25519 ignores this bit, but the hash does not: the message is dropped all the same.
    @Test
    void the_bit_that_x25519_ignores_is_authenticated_too() {
        byte[] damaged = flipped(sides.initiator().initiation(), topBitOfEphemeral());

        assertThat(sides.responder().answer(damaged)).isInstanceOf(Dropped.class);
    }

    @Test
    void a_changed_version_breaks_the_handshake() {
        byte[] initiation = sides.initiator().initiation();
        initiation[1]--;

        assertThat(sides.responder().answer(initiation)).isInstanceOf(Dropped.class);
    }

    @Test
    void a_client_that_holds_another_servers_key_is_dropped() {
        MachineKey other = ControlKey.generate(new Random(2)).publicKey();
        byte[] initiation = Initiator.start(sides.machine(), other, Handshakes.VERSION, new Random(3))
                .initiation();

        assertThat(sides.responder().answer(initiation)).isInstanceOf(Dropped.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 0x7fff, 0x8000, 0xffff})
    void every_version_of_16_bits_is_understood(int version) {
        Initiator initiator = Initiator.start(sides.machine(), sides.control().publicKey(), version, new Random(4));

        var accepted = (Accepted) sides.responder().answer(initiator.initiation());

        assertThat(accepted.version()).isEqualTo(version);
        assertThat(initiator.finish(accepted.response()).handshakeHash())
                .isEqualTo(accepted.channel().handshakeHash());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0x10000})
    void a_client_cannot_send_a_longer_version(int version) {
        assertThatThrownBy(
                        () -> Initiator.start(sides.machine(), sides.control().publicKey(), version, new Random(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
            })
    void points_of_low_order_are_dropped_in_either_place(String point) {
        byte[] low = HexFormat.of().parseHex(point);

        assertThat(sides.responder().answer(withEphemeral(low)))
                .isEqualTo(new Dropped("expected a public key, found a low-order point"));
        assertThat(sides.responder().answer(withMachine(low)))
                .isEqualTo(new Dropped("expected a public key, found a low-order point"));
        assertThatThrownBy(() -> Initiator.start(sides.machine(), MachineKey.of(low), 145, new Random(5)))
                .isInstanceOf(HandshakeFailed.class);
    }

    @Test
    void a_response_that_was_damaged_is_not_taken() {
        Initiator template = sides.initiator();
        byte[] response = ((Accepted) sides.responder().answer(template.initiation())).response();
        template.close();

        for (int bit = 0; bit < response.length * Byte.SIZE; bit++) {
            Initiator initiator =
                    Initiator.start(sides.machine(), sides.control().publicKey(), Handshakes.VERSION, new Random(6));
            byte[] answer = ((Accepted) sides.responder().answer(initiator.initiation())).response();
            byte[] damaged = flipped(answer, bit);

            assertThatThrownBy(() -> initiator.finish(damaged))
                    .as("bit %s", bit)
                    .isInstanceOf(HandshakeFailed.class);
        }
    }

    @Test
    void a_reply_tells_its_length_in_its_first_three_bytes() {
        assertThat(Initiator.replyLength(new byte[] {2, 0, 48})).isEqualTo(48);
        assertThat(Initiator.replyLength(new byte[] {3, (byte) 0xff, (byte) 0xff}))
                .isEqualTo(0xffff);
    }

    /// What a hostile client makes that knows the server's key and sends `point` as its ephemeral key.
    private byte[] withEphemeral(byte[] point) {
        byte[] initiation = sides.initiator().initiation();
        System.arraycopy(point, 0, initiation, 5, point.length);
        return initiation;
    }

    /// What a hostile client makes that sends `point` as its machine key, sealed as it should be.
    private byte[] withMachine(byte[] point) {
        X25519Secret ephemeral = X25519Secret.generate(new Random(7));
        byte[] server = sides.control().publicKey().bytes();
        SymmetricState state = SymmetricState.of(Handshakes.VERSION, server);
        state.mixHash(ephemeral.publicBytes());
        state.mixAgreement(ephemeral, server);
        return HandshakeMessages.initiation(
                Handshakes.VERSION,
                ephemeral.publicBytes(),
                state.sealAndHash(point),
                "sixteen bytes...".getBytes(US_ASCII));
    }

    private static int topBitOfEphemeral() {
        return (5 + 31) * Byte.SIZE + 7;
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        return flipped;
    }
}
