package net.headscale.wire.noise;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.southernstorm.noise.protocol.CipherState;
import com.southernstorm.noise.protocol.CipherStatePair;
import com.southernstorm.noise.protocol.HandshakeState;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import net.headscale.wire.Seeds;
import net.headscale.wire.key.X25519Secret;
import org.junit.jupiter.params.ParameterizedTest;

/// Lets another implementation of Noise stand on the far side. Its cipher states count little-endian, so only the first
/// record of each direction can be compared.
class NoiseJavaTest {
    private static final byte[] PLAINTEXT = "first record".getBytes(US_ASCII);

    @ParameterizedTest
    @Seeds(20)
    void its_initiator_and_our_responder_agree(long seed) throws GeneralSecurityException {
        Handshakes sides = Handshakes.of(seed);
        HandshakeState theirs = theirs(HandshakeState.INITIATOR, sides.machine());
        theirs.getRemotePublicKey().setPublicKey(sides.control().publicKey().bytes(), 0);
        theirs.start();

        byte[] initiation = framed(new byte[] {0, (byte) Handshakes.VERSION, 1, 0, 96}, write(theirs, 96));
        var accepted = (HandshakeAnswer.Accepted) sides.responder().answer(initiation);
        theirs.readMessage(accepted.response(), 3, 48, new byte[64], 0);

        sameChannel(theirs, accepted.channel());
    }

    @ParameterizedTest
    @Seeds(20)
    void our_initiator_and_its_responder_agree(long seed) throws GeneralSecurityException {
        Handshakes sides = Handshakes.of(seed);
        HandshakeState theirs = theirs(HandshakeState.RESPONDER, sides.control().secret());
        theirs.start();

        Initiator initiator = sides.initiator();
        theirs.readMessage(initiator.initiation(), 5, 96, new byte[64], 0);
        NoiseChannel ours = initiator.finish(framed(new byte[] {2, 0, 48}, write(theirs, 48)));

        sameChannel(theirs, ours);
    }

    private static HandshakeState theirs(int role, X25519Secret secret) throws GeneralSecurityException {
        HandshakeState state = new HandshakeState("Noise_IK_25519_ChaChaPoly_BLAKE2s", role);
        byte[] prologue = ("Tailscale Control Protocol v" + Handshakes.VERSION).getBytes(US_ASCII);
        state.setPrologue(prologue, 0, prologue.length);
        String hex = secret.secretText().substring(X25519Secret.PREFIX.length());
        state.getLocalKeyPair().setPrivateKey(HexFormat.of().parseHex(hex), 0);
        return state;
    }

    private static byte[] write(HandshakeState theirs, int expectedBytes) throws GeneralSecurityException {
        byte[] message = new byte[512];
        assertThat(theirs.writeMessage(message, 0, new byte[0], 0, 0)).isEqualTo(expectedBytes);
        return Arrays.copyOf(message, expectedBytes);
    }

    private static byte[] framed(byte[] header, byte[] payload) {
        return ByteBuffer.allocate(header.length + payload.length)
                .put(header)
                .put(payload)
                .array();
    }

    private static void sameChannel(HandshakeState theirs, NoiseChannel ours) throws GeneralSecurityException {
        assertThat(ours.handshakeHash()).isEqualTo(theirs.getHandshakeHash());
        CipherStatePair pair = theirs.split();
        try (RecordCipher cipher = RecordCipher.create()) {
            ByteBuffer sealed = ByteBuffer.allocate(Records.sealedLength(PLAINTEXT.length));
            ours.sealer().seal(cipher, ByteBuffer.wrap(PLAINTEXT), sealed);
            assertThat(opened(pair.getReceiver(), sealed.array())).isEqualTo(PLAINTEXT);

            ByteBuffer opened = ByteBuffer.allocate(PLAINTEXT.length);
            assertThat(ours.opener().open(cipher, ByteBuffer.wrap(sealed(pair.getSender())), opened))
                    .isTrue();
            assertThat(opened.array()).isEqualTo(PLAINTEXT);
        }
    }

    private static byte[] opened(CipherState receiver, byte[] framed) throws GeneralSecurityException {
        byte[] opened = new byte[PLAINTEXT.length];
        receiver.decryptWithAd(null, framed, Records.HEADER_BYTES, opened, 0, framed.length - Records.HEADER_BYTES);
        return opened;
    }

    private static byte[] sealed(CipherState sender) throws GeneralSecurityException {
        byte[] sealed = new byte[PLAINTEXT.length + Records.TAG_BYTES];
        sender.encryptWithAd(null, PLAINTEXT, 0, sealed, 0, PLAINTEXT.length);
        return framed(new byte[] {4, 0, (byte) sealed.length}, sealed);
    }
}
