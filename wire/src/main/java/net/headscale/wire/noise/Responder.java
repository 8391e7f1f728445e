package net.headscale.wire.noise;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.random.RandomGenerator;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.X25519Secret;

/// The server's side of the handshake. Thread-safe if its random source is, as `SecureRandom` is.
///
/// Costs four X25519 agreements and one key pair for an honest client, a quarter millisecond or so: keep it off the
/// event loops.
///
/// @see <a href="https://noiseprotocol.org/noise.html#interactive-handshake-patterns-fundamental">Noise 7.5, IK</a>;
/// tailscale `control/controlbase/handshake.go`
public final class Responder {
    private final ControlKey key;
    private final RandomGenerator random;

    /// @param key stays the caller's, who closes it
    /// @param random source of the ephemeral keys: a `SecureRandom`, except where a test needs known ones
    public Responder(ControlKey key, RandomGenerator random) {
        this.key = key;
        this.random = random;
    }

    /// The answer to what a client sent as its initiation.
    ///
    /// @param initiation what the client sent: 101 bytes, if it is honest
    public HandshakeAnswer answer(byte[] initiation) {
        Optional<String> fault = HandshakeMessages.fault(initiation);
        if (fault.isPresent()) {
            return new HandshakeAnswer.Refused(fault.get());
        }
        int version = HandshakeMessages.version(initiation);
        try (SymmetricState state = SymmetricState.of(version, key.publicKey().bytes())) {
            return accept(state, version, HandshakeMessages.payload(initiation));
        } catch (HandshakeFailed failed) {
            return new HandshakeAnswer.Dropped(String.valueOf(failed.getMessage()));
        }
    }

    private HandshakeAnswer accept(SymmetricState state, int version, ByteBuffer payload) {
        byte[] clientEphemeral = take(payload, HandshakeMessages.KEY_BYTES);
        state.mixHash(clientEphemeral); // e
        state.mixAgreement(key.secret(), clientEphemeral); // es
        byte[] machine = state.openAndHash(take(payload, HandshakeMessages.SEALED_KEY_BYTES)); // s
        state.mixAgreement(key.secret(), machine); // ss
        state.openAndHash(take(payload, Records.TAG_BYTES)); // an empty payload; proves the machine key
        byte[] response = respond(state, clientEphemeral, machine);
        return new HandshakeAnswer.Accepted(MachineKey.of(machine), version, response, channel(state));
    }

    private byte[] respond(SymmetricState state, byte[] clientEphemeral, byte[] machine) {
        try (X25519Secret ephemeral = X25519Secret.generate(random)) {
            byte[] ephemeralBytes = ephemeral.publicBytes();
            state.mixHash(ephemeralBytes); // e
            state.mixAgreement(ephemeral, clientEphemeral); // ee
            state.mixAgreement(ephemeral, machine); // se
            return HandshakeMessages.response(ephemeralBytes, state.sealAndHash(new byte[0]));
        }
    }

    private static NoiseChannel channel(SymmetricState state) {
        SymmetricState.KeyPair keys = state.split();
        return new NoiseChannel(keys.fromResponder(), keys.fromInitiator(), state.hash());
    }

    private static byte[] take(ByteBuffer payload, int length) {
        byte[] taken = new byte[length];
        payload.get(taken);
        return taken;
    }
}
