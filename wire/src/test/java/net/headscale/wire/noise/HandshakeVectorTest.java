package net.headscale.wire.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import net.headscale.wire.GoldenFile;
import net.headscale.wire.ScriptedRandom;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.X25519Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Repeats handshakes and records that the real client and reference server produced.
@ParameterizedClass
@ValueSource(strings = {"noise/noise_handshake_v145.json", "noise/noise_handshake_v113.json"})
class HandshakeVectorTest {
    private final GoldenFile golden;

    HandshakeVectorTest(String path) {
        this.golden = GoldenFile.read(path);
    }

    @Test
    void the_server_answers_the_recorded_initiation_with_the_recorded_response() {
        HandshakeAnswer.Accepted accepted = accepted();

        assertThat(accepted.response()).isEqualTo(golden.bytes("response_message"));
        assertThat(accepted.machine()).isEqualTo(MachineKey.of(golden.bytes("client_static_public")));
        assertThat(accepted.version()).isEqualTo(golden.number("protocol_version"));
        assertThat(accepted.channel().handshakeHash()).isEqualTo(golden.bytes("handshake_hash"));
    }

    @Test
    void the_client_sends_the_recorded_initiation_and_takes_the_recorded_response() {
        Initiator initiator = initiator();

        assertThat(initiator.initiation()).isEqualTo(golden.bytes("initiation_message"));
        assertThat(Base64.getEncoder().encodeToString(initiator.initiation()))
                .isEqualTo(golden.text("x_tailscale_handshake_header_base64"));
        assertThat(initiator.finish(golden.bytes("response_message")).handshakeHash())
                .isEqualTo(golden.bytes("handshake_hash"));
    }

    @Test
    void the_server_opens_and_seals_the_recorded_records() {
        NoiseChannel channel = accepted().channel();

        opensAll(channel.opener(), golden.list("records_client_to_server"));
        sealsAll(channel.sealer(), golden.list("records_server_to_client"));
    }

    @Test
    void the_client_seals_and_opens_the_recorded_records() {
        NoiseChannel channel = initiator().finish(golden.bytes("response_message"));

        sealsAll(channel.sealer(), golden.list("records_client_to_server"));
        opensAll(channel.opener(), golden.list("records_server_to_client"));
    }

    @Test
    void the_symmetric_state_takes_the_recorded_steps() {
        List<GoldenFile> trace = golden.list("symmetric_state_trace");
        SymmetricState state = SymmetricState.initial();
        matches(state, trace.get(0));

        for (GoldenFile step : trace.subList(1, trace.size())) {
            take(state, step);
            matches(state, step);
        }

        SymmetricState.KeyPair keys = state.split();
        assertThat(keys.fromInitiator().key().bytes()).isEqualTo(golden.bytes("key_client_to_server"));
        assertThat(keys.fromResponder().key().bytes()).isEqualTo(golden.bytes("key_server_to_client"));
    }

    private void take(SymmetricState state, GoldenFile step) {
        String name = step.text("step");
        if (step.has("dh")) {
            state.mixKey(step.bytes("dh"));
        } else if (name.startsWith("s: EncryptAndHash")) {
            assertThat(state.sealAndHash(golden.bytes("client_static_public"))).isEqualTo(step.bytes("ciphertext"));
        } else if (name.startsWith("EncryptAndHash(empty")) {
            assertThat(state.sealAndHash(new byte[0])).isEqualTo(step.bytes("tag"));
        } else {
            state.mixHash(said(name));
        }
    }

    private byte[] said(String step) {
        return switch (step) {
            case "MixHash(prologue)" ->
                golden.text("prologue_ascii").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            case "MixHash(responder static public key)" -> golden.bytes("server_static_public");
            case "e: MixHash(initiator ephemeral public key)" -> golden.bytes("client_ephemeral_public");
            case "e: MixHash(responder ephemeral public key)" -> golden.bytes("server_ephemeral_public");
            default -> throw new IllegalArgumentException("expected a step that is known, found " + step);
        };
    }

    private static void matches(SymmetricState state, GoldenFile step) {
        assertThat(state.hash()).as(step.text("step")).isEqualTo(step.bytes("h"));
        assertThat(state.chainingKey()).as(step.text("step")).isEqualTo(step.bytes("ck"));
        if (step.has("k")) {
            assertThat(state.key()).as(step.text("step")).isEqualTo(step.bytes("k"));
        }
    }

    private static void opensAll(RecordOpener opener, List<GoldenFile> records) {
        assertThat(records).isNotEmpty();
        try (RecordCipher cipher = RecordCipher.create()) {
            for (GoldenFile recorded : records) {
                ByteBuffer plaintext = ByteBuffer.allocate(Records.MOST_PLAINTEXT_BYTES);
                assertThat(opener.open(cipher, ByteBuffer.wrap(recorded.bytes("frame")), plaintext))
                        .isTrue();
                assertThat(plaintext.flip()).isEqualTo(ByteBuffer.wrap(recorded.bytes("plaintext")));
            }
        }
    }

    private static void sealsAll(RecordSealer sealer, List<GoldenFile> records) {
        assertThat(records).isNotEmpty();
        try (RecordCipher cipher = RecordCipher.create()) {
            for (GoldenFile recorded : records) {
                byte[] plaintext = recorded.bytes("plaintext");
                ByteBuffer frame = ByteBuffer.allocate(Records.sealedLength(plaintext.length));
                sealer.seal(cipher, ByteBuffer.wrap(plaintext), frame);
                assertThat(frame.flip()).isEqualTo(ByteBuffer.wrap(recorded.bytes("frame")));
            }
        }
    }

    private HandshakeAnswer.Accepted accepted() {
        ControlKey key = ControlKey.parse("privkey:" + golden.text("server_static_private"));
        assertThat(key.publicKey()).isEqualTo(MachineKey.of(golden.bytes("server_static_public")));
        var responder = new Responder(key, ScriptedRandom.of(golden.bytes("server_ephemeral_private")));
        return (HandshakeAnswer.Accepted) responder.answer(golden.bytes("initiation_message"));
    }

    private Initiator initiator() {
        return Initiator.start(
                X25519Secret.of(golden.bytes("client_static_private")),
                MachineKey.of(golden.bytes("server_static_public")),
                golden.number("protocol_version"),
                ScriptedRandom.of(golden.bytes("client_ephemeral_private")));
    }
}
