package net.headscale.wire.fuzz;

import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Feeds a parser with mutations of honest inputs. Each input may end in a value or in the exception that the parser
/// documents, and may cost so much memory and time.
///
/// `-Dfuzz.iterations` says how many inputs a target gets (a default build gives few), `-Dfuzz.seed` with which seed
/// they begin. A failure names the seed that repeats it with one iteration.
public final class Fuzz {
    private static final long DEFAULT_ITERATIONS = 20_000;
    private static final Duration MOST_CPU_TIME =
            Duration.ofSeconds(1); // generous: includes interpreting and compiling
    private static final int MOST_SHOWN_BYTES = 2_048;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final List<byte[]> corpus;
    private Class<? extends RuntimeException> allowed = RuntimeException.class;
    private long iterations = Long.getLong("fuzz.iterations", DEFAULT_ITERATIONS);
    private long mostAllocatedBytes = 256 << 10;

    private Fuzz(List<byte[]> corpus) {
        this.corpus = corpus;
    }

    /// Inputs made from these honest ones.
    public static Fuzz of(List<byte[]> corpus) {
        return new Fuzz(List.copyOf(corpus));
    }

    /// The one exception that is an answer.
    public Fuzz allowing(Class<? extends RuntimeException> documented) {
        allowed = documented;
        return this;
    }

    /// What one input may allocate, 256 KiB if not told.
    public Fuzz allocatingAtMost(long bytes) {
        mostAllocatedBytes = bytes;
        return this;
    }

    /// Feeds so many times fewer inputs: for a parser that computes with keys, or reads what another target reads as
    /// well.
    public Fuzz fewerBy(int factor) {
        iterations = Math.ceilDiv(iterations, factor);
        return this;
    }

    /// Feeds so many inputs, whatever the system property says.
    Fuzz times(long inputs) {
        iterations = inputs;
        return this;
    }

    /// Feeds `parser`. What it throws as an `AssertionError` fails the run like any exception that is not allowed.
    ///
    /// @param parser gets the input and a random source that belongs to it
    public void feed(Target parser) {
        long first = Long.getLong("fuzz.seed", 0);
        for (long seed = first; seed < first + iterations; seed++) {
            if (isCostly(feed(parser, seed))
                    && isCostly(feed(parser, seed))) { // the first time may have loaded classes
                fail(repeatable("expected at most " + most() + ", found " + feed(parser, seed), input(seed), seed));
            }
        }
    }

    private Cost feed(Target parser, long seed) {
        byte[] input = input(seed);
        Cost before = Cost.now();
        try {
            parser.take(input, new SplittableRandom(seed));
        } catch (RuntimeException | Error thrown) {
            if (!allowed.isInstance(thrown) || allowed == RuntimeException.class) {
                fail(repeatable("expected a value or the documented exception", input, seed), thrown);
            }
        }
        return Cost.since(before);
    }

    private byte[] input(long seed) {
        return new Mutator(corpus, new SplittableRandom(~seed)).next();
    }

    private boolean isCostly(Cost cost) {
        return cost.bytes > most().bytes || cost.cpuTime.compareTo(most().cpuTime) > 0;
    }

    private Cost most() {
        return new Cost(mostAllocatedBytes, MOST_CPU_TIME);
    }

    private record Cost(long bytes, Duration cpuTime) {
        static Cost now() {
            return new Cost(
                    THREADS.getCurrentThreadAllocatedBytes(), Duration.ofNanos(THREADS.getCurrentThreadCpuTime()));
        }

        static Cost since(Cost before) {
            Cost now = now();
            return new Cost(now.bytes - before.bytes, now.cpuTime.minus(before.cpuTime));
        }
    }

    private static String repeatable(String what, byte[] input, long seed) {
        String hex = HexFormat.of().formatHex(input, 0, Math.min(input.length, MOST_SHOWN_BYTES));
        return what + "; repeat with -Dfuzz.seed=" + seed + " -Dfuzz.iterations=1; " + input.length + " bytes: " + hex;
    }

    /// A parser under attack.
    @FunctionalInterface
    public interface Target {
        /// Takes one input.
        void take(byte[] input, RandomGenerator random);
    }
}
