package net.headscale.control;

import io.netty.channel.Channel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import net.headscale.wire.noise.ControlKey;
import net.headscale.wire.noise.HandshakeAnswer;
import net.headscale.wire.noise.Responder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The threads that answer handshakes: four key agreements each, too much work for an event loop.
///
/// Bounded: 2,048 wait at most; one that waited 8 s is dropped, since its client gives up at 10 s. Thread-safe.
final class HandshakePool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HandshakePool.class);
    private static final int MOST_WAITING = 2_048;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

    private final Responder responder;
    private final Clock clock;
    private final ControlWatch watch;
    private final ThreadPoolExecutor threads;

    private HandshakePool(Responder responder, Clock clock, ControlWatch watch, int size) {
        this.watch = watch;
        this.responder = responder;
        this.clock = clock;
        this.threads = new ThreadPoolExecutor(
                size,
                size,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                Thread.ofPlatform().name("handshake").daemon().factory());
    }

    static HandshakePool open(ControlKey key, RandomGenerator random, Clock clock, ControlWatch watch) {
        int cores = Runtime.getRuntime().availableProcessors();
        return new HandshakePool(new Responder(key, random), clock, watch, cores);
    }

    /// Has an initiation answered.
    ///
    /// @param then gets the answer on a thread of this pool; never called when the client is gone or waited too
    /// long
    /// @return false when too many wait
    boolean submit(Channel channel, byte[] initiation, Consumer<HandshakeAnswer> then) {
        Instant asked = clock.instant();
        try {
            threads.execute(() -> answer(channel, initiation, asked, then));
            return true;
        } catch (RejectedExecutionException full) {
            watch.ended(ControlWatch.Outcome.TURNED_AWAY, Duration.ZERO);
            return false;
        }
    }

    private void answer(Channel channel, byte[] initiation, Instant asked, Consumer<HandshakeAnswer> then) {
        if (!channel.isActive()) {
            return;
        }
        if (asked.plus(LONGEST_WAIT).isBefore(clock.instant())) {
            channel.close();
            ended(ControlWatch.Outcome.DROPPED, asked);
            return;
        }
        try {
            HandshakeAnswer answer = responder.answer(initiation);
            ended(outcome(answer), asked);
            then.accept(answer);
        } catch (RuntimeException broken) {
            LOG.atError().setCause(broken).log("handshake failed");
            channel.close();
        }
    }

    private void ended(ControlWatch.Outcome outcome, Instant asked) {
        watch.ended(outcome, Duration.between(asked, clock.instant()));
    }

    private static ControlWatch.Outcome outcome(HandshakeAnswer answer) {
        return switch (answer) {
            case HandshakeAnswer.Accepted _ -> ControlWatch.Outcome.ACCEPTED;
            case HandshakeAnswer.Refused _ -> ControlWatch.Outcome.REFUSED;
            case HandshakeAnswer.Dropped _ -> ControlWatch.Outcome.DROPPED;
        };
    }

    /// How many initiations wait.
    int waiting() {
        return threads.getQueue().size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
