package net.headscale.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The threads that render, one a core, each with a renderer of its own; and the time and chance that sessions
/// need.
///
/// Platform threads, for a zstd context is up to a megabyte and its native code would pin a virtual thread's
/// carrier. Thread-safe.
final class Workshop implements Later, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workshop.class);

    private final Clock clock;
    private final RandomGenerator random;
    private final Watch watch;
    private final ScheduledThreadPoolExecutor threads;
    private final ThreadLocal<Renderer> renderers = ThreadLocal.withInitial(Renderer::new);

    private Workshop(Clock clock, RandomGenerator random, Watch watch, int size) {
        this.watch = watch;
        this.clock = clock;
        this.random = random;
        this.threads = new ScheduledThreadPoolExecutor(
                size, Thread.ofPlatform().name("render").daemon().factory());
        threads.setRemoveOnCancelPolicy(true);
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    static Workshop open(Clock clock, RandomGenerator random, Watch watch, int size) {
        return new Workshop(clock, random, watch, size);
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    RandomGenerator random() {
        return random;
    }

    Watch watch() {
        return watch;
    }

    /// How many tasks wait for a thread, those that are due later included.
    int waiting() {
        return threads.getQueue().size();
    }

    /// Has something rendered as soon as a thread is free.
    void render(Consumer<Renderer> task) {
        render(Duration.ZERO, task);
    }

    /// Has something rendered after a while; a negative one is none.
    void render(Duration delay, Consumer<Renderer> task) {
        after(delay, () -> task.accept(renderers.get()));
    }

    @Override
    public void after(Duration delay, Runnable task) {
        if (!threads.isShutdown()) {
            long nanos = delay.isNegative() ? 0 : delay.toNanos();
            threads.schedule(() -> guarded(task), nanos, TimeUnit.NANOSECONDS);
        }
    }

    /// Has something rendered again and again.
    void every(Duration period, Consumer<Renderer> task) {
        long nanos = period.toNanos();
        threads.scheduleWithFixedDelay(
                () -> guarded(() -> task.accept(renderers.get())), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /// The thread's root: a task that breaks ends alone.
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException broken) {
            LOG.atError().setCause(broken).log("rendering failed");
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
