package net.headscale.bench.fanout;

import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import net.headscale.wire.key.X25519Secret;
import net.headscale.wire.noise.ControlKey;
import net.headscale.wire.noise.HandshakeAnswer;
import net.headscale.wire.noise.Initiator;
import net.headscale.wire.noise.Responder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What one client that connects costs before it has said anything: the server's side of a Noise handshake.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class HandshakeBench {
    private final SecureRandom random = new SecureRandom();
    private final ControlKey key = ControlKey.generate(random);
    private final X25519Secret machine = X25519Secret.generate(random);
    private final Responder responder = new Responder(key, random);
    private final byte[] initiation =
            Initiator.start(machine, key.publicKey(), 142, random).initiation();

    /// Four agreements and a key pair.
    @Benchmark
    public HandshakeAnswer respond() {
        return responder.answer(initiation);
    }

    /// One agreement.
    @Benchmark
    public byte[] agree() {
        return machine.agree(key.publicKey().bytes()).orElseThrow();
    }
}
