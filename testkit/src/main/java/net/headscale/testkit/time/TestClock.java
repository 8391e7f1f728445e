package net.headscale.testkit.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;

/// A clock that stands still until a test moves it, and the timers that hang on it.
///
/// Thread-safe. Timers run on the thread that moves the clock, in the order of their times, each while the clock shows
/// its time; those that they set run too if they fall due on the way.
public final class TestClock extends Clock {
    private final ZoneId zone;
    private final Timeline timeline;

    private TestClock(ZoneId zone, Timeline timeline) {
        this.zone = zone;
        this.timeline = timeline;
    }

    /// A clock that shows `start`, in UTC.
    public static TestClock at(Instant start) {
        return new TestClock(ZoneOffset.UTC, new Timeline(start));
    }

    /// Lets time pass: every timer that falls due runs.
    ///
    /// @param step zero runs what is due already
    public void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("expected time to pass, found " + step + "; see jumpTo");
        }
        Instant end = instant().plus(step);
        for (Optional<Timer> due = timeline.nextUntil(end); due.isPresent(); due = timeline.nextUntil(end)) {
            due.get().action.run();
        }
    }

    /// Sets the clock as a broken time source does: forth or back at once, with no timer run. Timers count elapsed
    /// time, so they stay as far away as they were.
    public void jumpTo(Instant other) {
        timeline.jumpTo(other);
    }

    /// Has `action` run when this much time has passed.
    public Timer schedule(Duration delay, Runnable action) {
        return timeline.add(delay, action);
    }

    /// How many timers wait.
    public int waiting() {
        return timeline.waiting();
    }

    @Override
    public Instant instant() {
        return timeline.now();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /// The same clock as seen from another zone: moving either moves both.
    @Override
    public Clock withZone(ZoneId other) {
        return new TestClock(other, timeline);
    }

    @Override
    public String toString() {
        return "TestClock[" + instant() + "]";
    }

    /// One action that waits for its time.
    public static final class Timer implements AutoCloseable {
        private final Duration due;
        private final long order;
        private final Runnable action;
        private final Timeline timeline;

        private Timer(Duration due, long order, Runnable action, Timeline timeline) {
            this.due = due;
            this.order = order;
            this.action = action;
            this.timeline = timeline;
        }

        /// How long until it runs; zero or less if it has, or was cancelled while due.
        public Duration left() {
            return due.minus(timeline.elapsed());
        }

        /// Cancels it; nothing happens if it has run.
        @Override
        public void close() {
            timeline.cancel(this);
        }
    }

    /// What the clock shows, how long it has run, and who waits; shared by the views in all zones.
    private static final class Timeline {
        private static final Comparator<Timer> BY_TIME =
                Comparator.<Timer, Duration>comparing(timer -> timer.due).thenComparingLong(timer -> timer.order);

        /// Guards all fields below. No action runs under it.
        private final ReentrantLock lock = new ReentrantLock();

        private final PriorityQueue<Timer> timers = new PriorityQueue<>(BY_TIME);
        private Instant origin;
        private Duration elapsed = Duration.ZERO;
        private long added;

        Timeline(Instant origin) {
            this.origin = origin;
        }

        Instant now() {
            lock.lock();
            try {
                return origin.plus(elapsed);
            } finally {
                lock.unlock();
            }
        }

        Duration elapsed() {
            lock.lock();
            try {
                return elapsed;
            } finally {
                lock.unlock();
            }
        }

        int waiting() {
            lock.lock();
            try {
                return timers.size();
            } finally {
                lock.unlock();
            }
        }

        void jumpTo(Instant other) {
            lock.lock();
            try {
                origin = other.minus(elapsed);
            } finally {
                lock.unlock();
            }
        }

        Timer add(Duration delay, Runnable action) {
            lock.lock();
            try {
                Timer timer = new Timer(elapsed.plus(delay), added++, action, this);
                timers.add(timer);
                return timer;
            } finally {
                lock.unlock();
            }
        }

        void cancel(Timer timer) {
            lock.lock();
            try {
                timers.remove(timer);
            } finally {
                lock.unlock();
            }
        }

        /// Moves to the next timer that is due by `end` and takes it; moves to `end` if there is none.
        Optional<Timer> nextUntil(Instant end) {
            lock.lock();
            try {
                Timer next = timers.peek();
                if (next == null || origin.plus(next.due).isAfter(end)) {
                    elapsed = later(elapsed, Duration.between(origin, end));
                    return Optional.empty();
                }
                elapsed = later(elapsed, next.due);
                return Optional.of(timers.remove());
            } finally {
                lock.unlock();
            }
        }

        private static Duration later(Duration one, Duration other) {
            return one.compareTo(other) < 0 ? other : one;
        }
    }
}
