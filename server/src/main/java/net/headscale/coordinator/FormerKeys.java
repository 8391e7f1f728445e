package net.headscale.coordinator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import net.headscale.journal.FormerKey;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;

/// Whose the node keys were that are used no more. Thread-safe; the oldest are forgotten, as the journal does.
final class FormerKeys {
    /// Guards `machines`; nothing else is done under it.
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<NodeKey, MachineKey> machines = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeKey, MachineKey> eldest) {
            return size() > FormerKey.MOST;
        }
    };

    void add(List<FormerKey> former) {
        lock.lock();
        try {
            former.forEach(each -> machines.putIfAbsent(each.key(), each.machine()));
        } finally {
            lock.unlock();
        }
    }

    Optional<MachineKey> machineOf(NodeKey key) {
        lock.lock();
        try {
            return Optional.ofNullable(machines.get(key));
        } finally {
            lock.unlock();
        }
    }
}
