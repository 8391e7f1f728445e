package net.headscale.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/* A machine's clock may jump: a broken time server, a battery that died, a virtual machine that was put back. Every key
 * with an end would have run out at once, or last for years too long. The time that the processor counts since it was
 * started does not jump; so the two are compared, and when they part by more than an hour, the counted one goes on. */

/// The machine's clock, unless it jumps by more than an hour: then time goes on as before, and an operator is called.
///
/// Thread-safe.
final class SteadyClock extends Clock {
    private static final Logger LOG = LoggerFactory.getLogger(SteadyClock.class);
    private static final String REMEDY = "set the clock right, or restart the server to accept it";
    private static final Duration MOST = Duration.ofHours(1);
    private static final long NANOS_BETWEEN_LOOKS = 1_000_000_000; // follows a clock that is set right little by little

    private final Clock wall;
    private final LongSupplier nanos;
    private final AtomicReference<Look> last;

    /// @param time that the wall clock showed, or would have
    /// @param nanos that had been counted by then
    /// @param isHeld whether the wall clock shows something else since
    private record Look(Instant time, long nanos, boolean isHeld) {
        Instant at(long now) {
            return time.plusNanos(now - nanos);
        }
    }

    private SteadyClock(Clock wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        this.last = new AtomicReference<>(new Look(wall.instant(), nanos.getAsLong(), false));
    }

    /// @param wall that may jump
    /// @param nanos counted up from anywhere, such as [System#nanoTime]
    static SteadyClock over(Clock wall, LongSupplier nanos) {
        return new SteadyClock(wall, nanos);
    }

    @Override
    public Instant instant() {
        Instant shown = wall.instant();
        long counted = nanos.getAsLong();
        Look look = last.get();
        Instant expected = look.at(counted);
        boolean isHeld = shown.isAfter(expected.plus(MOST)) || shown.isBefore(expected.minus(MOST));
        if (isHeld != look.isHeld || counted - look.nanos > NANOS_BETWEEN_LOOKS) {
            keep(look, new Look(isHeld ? expected : shown, counted, isHeld), shown);
        }
        return isHeld ? expected : shown;
    }

    private void keep(Look before, Look next, Instant shown) {
        if (!last.compareAndSet(before, next)) {
            return; // another thread saw it first
        }
        if (next.isHeld && !before.isHeld) {
            LOG.atError()
                    .addKeyValue("clock", shown)
                    .addKeyValue("expected", next.time)
                    .addKeyValue("remedy", REMEDY)
                    .log("clock jumped, expiry is held");
        } else if (before.isHeld && !next.isHeld) {
            LOG.atWarn().addKeyValue("clock", shown).log("clock is right again");
        }
    }

    /// What an operator has to know, if the machine's clock is not followed.
    Optional<String> trouble() {
        instant();
        return last.get().isHeld ? Optional.of("it jumped, expiry is held: " + REMEDY) : Optional.empty();
    }

    @Override
    public ZoneId getZone() {
        return wall.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return over(wall.withZone(zone), nanos);
    }
}
