package net.headscale.coordinator;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// All who watch the writers of one server. Thread-safe.
final class WriterWatches implements WriterWatch {
    private final List<WriterWatch> watches = new CopyOnWriteArrayList<>();

    void add(WriterWatch watch) {
        watches.add(watch);
    }

    @Override
    public void carriedOut(int commands, Duration took) {
        watches.forEach(watch -> watch.carriedOut(commands, took));
    }

    @Override
    public void answered(Duration waited) {
        watches.forEach(watch -> watch.answered(waited));
    }
}
