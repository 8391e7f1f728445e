package net.headscale.wire.noise;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.X25519Secret;

/// The client's side of one handshake: made with `start`, which fixes the initiation, and ended by `finish` or `close`.
///
/// Not thread-safe.
///
/// @see Responder
public final class Initiator implements AutoCloseable {
    private final X25519Secret machine;
    private final X25519Secret ephemeral;
    private final SymmetricState state;
    private final byte[] initiation;

    private Initiator(X25519Secret machine, X25519Secret ephemeral, SymmetricState state, byte[] initiation) {
        this.machine = machine;
        this.ephemeral = ephemeral;
        this.state = state;
        this.initiation = initiation;
    }

    /// Begins a handshake.
    ///
    /// @param machine the client's machine key; stays the caller's, and open until `finish`
    /// @param server the server's key, as `/key` told it
    /// @param version the client's capability version, 0…65,535
    /// @param random source of the ephemeral key: a `SecureRandom`, except where a test needs a known one
    /// @throws HandshakeFailed if `server` is a point of low order
    public static Initiator start(X25519Secret machine, MachineKey server, int version, RandomGenerator random) {
        if (version < 0 || version > HandshakeMessages.MOST_VERSION) {
            throw new IllegalArgumentException("expected a version from 0 to 65,535, found " + version);
        }
        X25519Secret ephemeral = X25519Secret.generate(random);
        SymmetricState state = SymmetricState.of(version, server.bytes());
        byte[] ephemeralBytes = ephemeral.publicBytes();
        state.mixHash(ephemeralBytes); // e
        state.mixAgreement(ephemeral, server.bytes()); // es
        byte[] sealedMachine = state.sealAndHash(machine.publicBytes()); // s
        state.mixAgreement(machine, server.bytes()); // ss
        byte[] tag = state.sealAndHash(new byte[0]);
        byte[] initiation = HandshakeMessages.initiation(version, ephemeralBytes, sealedMachine, tag);
        return new Initiator(machine, ephemeral, state, initiation);
    }

    /// A fresh copy of the 101 bytes that go to the server.
    public byte[] initiation() {
        return initiation.clone();
    }

    /// How many bytes of the server's reply follow its first three.
    ///
    /// @param header those three bytes
    public static int replyLength(byte[] header) {
        return HandshakeMessages.replyLength(header);
    }

    /// Checks the server's reply and closes this.
    ///
    /// @param reply all of it, header included
    /// @return the records that follow, as the client sees them
    /// @throws HandshakeFailed if the reply is an error frame, or does not prove the server's key
    public NoiseChannel finish(byte[] reply) {
        try (this) {
            ByteBuffer payload = HandshakeMessages.responsePayload(reply);
            byte[] serverEphemeral = new byte[HandshakeMessages.KEY_BYTES];
            byte[] tag = new byte[Records.TAG_BYTES];
            payload.get(serverEphemeral).get(tag);
            state.mixHash(serverEphemeral); // e
            state.mixAgreement(ephemeral, serverEphemeral); // ee
            state.mixAgreement(machine, serverEphemeral); // se
            state.openAndHash(tag);
            SymmetricState.KeyPair keys = state.split();
            return new NoiseChannel(keys.fromInitiator(), keys.fromResponder(), state.hash());
        }
    }

    /// Forgets the handshake.
    @Override
    public void close() {
        ephemeral.close();
        state.close();
    }
}
