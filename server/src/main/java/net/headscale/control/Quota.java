package net.headscale.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;

/// How often one source may do something: a burst, then one more after each pause. A source is an IPv4 address
/// or a /64.
///
/// Thread-safe. Bounded: of too many sources the one that was quiet for longest is forgotten.
final class Quota {
    private static final int MOST_SOURCES = 16_384;
    private static final int IPV6_SOURCE_BITS = 64;

    private final Clock clock;
    private final int burst;
    private final Duration pause;

    /// Guards `sources`; nothing else is done under it.
    private final ReentrantLock lock = new ReentrantLock();

    /// When each source will have its whole burst again, the longest unused first.
    private final Map<Prefix, Instant> sources = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Prefix, Instant> eldest) {
            return size() > MOST_SOURCES;
        }
    };

    /// @param burst how often at once
    /// @param pause until once more
    Quota(Clock clock, int burst, Duration pause) {
        this.clock = clock;
        this.burst = burst;
        this.pause = pause;
    }

    /// Whether `source` may do it now.
    boolean isLeft(IpAddress source) {
        Instant now = clock.instant();
        lock.lock();
        try {
            Instant fullAt = sources.getOrDefault(prefix(source), now);
            return !fullAt.isAfter(now.plus(pause.multipliedBy(burst - 1L)));
        } finally {
            lock.unlock();
        }
    }

    /// Counts that `source` did it.
    void spend(IpAddress source) {
        Instant now = clock.instant();
        lock.lock();
        try {
            Instant fullAt = sources.getOrDefault(prefix(source), now);
            sources.put(prefix(source), (fullAt.isAfter(now) ? fullAt : now).plus(pause));
        } finally {
            lock.unlock();
        }
    }

    private static Prefix prefix(IpAddress source) {
        return new Prefix(source, source.isIpv6() ? IPV6_SOURCE_BITS : source.bits()).masked();
    }
}
