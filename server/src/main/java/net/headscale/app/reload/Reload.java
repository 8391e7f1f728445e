package net.headscale.app.reload;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import net.headscale.certificate.UnusableCertificate;
import net.headscale.config.Config;
import net.headscale.config.Loaded;
import net.headscale.config.Origin;
import net.headscale.config.key.Problem;
import net.headscale.coordinator.RefusedException;
import net.headscale.journal.JournalUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the parts of a running server follow their configuration: when somebody asks, and when a file changes.
///
/// A file that cannot be used leaves what was there before, and one error in the log that names it; the other parts
/// follow theirs nevertheless. Thread-safe: all work is done on one thread.
///
/// Files are looked at from time to time, and not watched through the system: looking sees every way of changing a file
/// alike (written in place, renamed over, a link turned elsewhere), also on network folders.
public final class Reload implements AutoCloseable {
    /// How long after a change it is noticed, twice at most.
    public static final Duration PERIOD = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private final Supplier<Loaded> source;
    private final List<Part> parts;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("reload").daemon().factory());
    private Config config;
    private FileStamps applied;
    private FileStamps seen;

    /// A part of the server that can take another configuration while it runs.
    public interface Part {
        /// What errors call it.
        String name();

        /// The files that it reads besides the configuration.
        default List<Path> files(Config config) {
            return List.of();
        }

        /// Takes what the configuration, and the files that it names, say now; does nothing when that is as before.
        ///
        /// @throws Unusable if a file cannot be used; the part is as it was
        /// @throws UnusableCertificate likewise
        void apply(Config config);
    }

    private Reload(Supplier<Loaded> source, Config first, List<Part> parts) {
        this.source = source;
        this.parts = List.copyOf(parts);
        this.config = first;
        this.applied = stamps();
        this.seen = applied;
    }

    /// Starts to follow.
    ///
    /// @param source reads the configuration anew
    /// @param first what the parts were made with
    /// @param parts in the order in which they are told
    /// @param period between two looks at the files
    public static Reload open(Supplier<Loaded> source, Config first, List<Part> parts, Duration period) {
        Reload reload = new Reload(source, first, parts);
        reload.thread.scheduleWithFixedDelay(
                () -> reload.guarded(reload::look), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
        return reload;
    }

    /// Has everything read again soon, whether or not it changed.
    public void request() {
        thread.execute(() -> guarded(this::follow));
    }

    /// A change counts once two looks have seen the same: whoever writes is done then.
    private void look() {
        FileStamps now = stamps();
        boolean isSettled = now.equals(seen);
        seen = now;
        if (isSettled && !now.equals(applied)) {
            follow();
        }
    }

    private void follow() {
        FileStamps before = stamps(); // what changes while it is read is read again
        switch (source.get()) {
            case Loaded.Ready(Config wanted, List<Problem> warnings) -> {
                warnings.forEach(warning ->
                        LOG.atWarn().addKeyValue("problem", warning).log("configuration read again with a warning"));
                config = adopt(wanted);
                LOG.atInfo().log("configuration read again");
            }
            case Loaded.Rejected(List<Problem> problems) ->
                refuse(
                        "the configuration",
                        String.join(
                                "; ", problems.stream().map(Problem::toString).toList()));
        }
        for (Part part : parts) {
            apply(part);
        }
        applied = stamps().asEarlier(before);
    }

    private Config adopt(Config wanted) {
        Changeable changeable = Changeable.of(config, wanted);
        if (!changeable.fixed().isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("keys", String.join(", ", changeable.fixed()))
                    .log("keys changed that take effect at the next start");
        }
        return changeable.config();
    }

    private void apply(Part part) {
        try {
            part.apply(config);
        } catch (Unusable | UnusableCertificate | JournalUnavailable | RefusedException unusable) {
            refuse(part.name(), String.valueOf(unusable.getMessage()));
        }
    }

    private static void refuse(String what, String reason) {
        LOG.atError().addKeyValue("part", what).addKeyValue("reason", reason).log("kept the former state");
    }

    private FileStamps stamps() {
        List<Path> files = new ArrayList<>();
        if (config.origin() instanceof Origin.File(Path file)) {
            files.add(file);
        }
        parts.forEach(part -> files.addAll(part.files(config)));
        return FileStamps.of(files);
    }

    /// The thread's root: what breaks once must not end the following.
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException broken) {
            LOG.atError().setCause(broken).log("reading the configuration again failed");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
