package net.headscale.wire.noise;

import java.util.Random;
import net.headscale.wire.key.X25519Secret;

/// Two sides with keys of a known seed, and a handshake between them.
record Handshakes(ControlKey control, X25519Secret machine, Random random) {
    static final int VERSION = 145;

    static Handshakes of(long seed) {
        Random random = new Random(seed);
        return new Handshakes(ControlKey.generate(random), X25519Secret.generate(random), random);
    }

    Responder responder() {
        return new Responder(control, random);
    }

    Initiator initiator() {
        return Initiator.start(machine, control.publicKey(), VERSION, random);
    }

    /// Both ends of a finished handshake.
    Ends ends() {
        Initiator initiator = initiator();
        var accepted = (HandshakeAnswer.Accepted) responder().answer(initiator.initiation());
        return new Ends(initiator.finish(accepted.response()), accepted.channel());
    }

    record Ends(NoiseChannel client, NoiseChannel server) {}
}
