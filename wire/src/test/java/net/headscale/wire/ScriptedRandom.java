package net.headscale.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/// Gives out given bytes, one array for each call, so that a recorded exchange can be repeated.
public final class ScriptedRandom implements RandomGenerator {
    private final Deque<byte[]> script;

    private ScriptedRandom(List<byte[]> script) {
        this.script = new ArrayDeque<>(script);
    }

    /// A source that gives these arrays in order and then fails.
    public static ScriptedRandom of(byte[]... script) {
        return new ScriptedRandom(List.of(script));
    }

    @Override
    public void nextBytes(byte[] bytes) {
        byte[] next = script.remove();
        if (next.length != bytes.length) {
            throw new IllegalStateException("expected a request for " + next.length + " bytes, found " + bytes.length);
        }
        System.arraycopy(next, 0, bytes, 0, next.length);
    }

    @Override
    public long nextLong() {
        throw new IllegalStateException("expected a request for bytes");
    }
}
