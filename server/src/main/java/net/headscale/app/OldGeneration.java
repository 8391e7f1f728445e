package net.headscale.app;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.Optional;

/// Has garbage that grew old collected once there is half as much of it as of what lives.
///
/// The parallel collector has no such measure: it lets its old generation take all the memory that it may have before
/// it looks what of it is garbage, and what a storm or a flood of connections left would stay (decision 0310).
final class OldGeneration {
    private static final long LEAST_GARBAGE_BYTES = 64 << 20; // collecting costs a pause, so it is to be worth one

    private final Optional<MemoryPoolMXBean> pool;

    private OldGeneration(Optional<MemoryPoolMXBean> pool) {
        this.pool = pool;
    }

    /// That of the parallel collector; with another one, nothing is ever done.
    static OldGeneration ofThisProcess() {
        return new OldGeneration(ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("PS Old Gen"))
                .findAny());
    }

    void collectWhenDue() {
        if (pool.filter(OldGeneration::isDue).isPresent()) {
            System.gc();
        }
    }

    private static boolean isDue(MemoryPoolMXBean pool) {
        MemoryUsage collected = pool.getCollectionUsage(); // as its last collection left it
        return isDue(pool.getUsage().getUsed(), collected == null ? 0 : collected.getUsed());
    }

    /// @param used bytes now
    /// @param lived bytes that the last collection left; zero if there was none
    static boolean isDue(long used, long lived) {
        return used - lived > Math.max(lived / 2, LEAST_GARBAGE_BYTES);
    }
}
