package net.headscale.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import net.headscale.interop.rig.Repository;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Collects what scenarios measured, and writes `docs/results/PART.json` when `-Dresults.write=true` (`./test full`).
/// Thread-safe.
///
/// The commit and the date come from the caller (`-Dresults.commit`, `-Dresults.date`), so that a run can be repeated
/// without a change in the file but for the figures.
final class Results {
    private static final JsonMapper JSON = new JsonMapper();
    private static final ConcurrentMap<String, Results> PARTS = new ConcurrentHashMap<>();

    private final String part;

    /// Guarded by this object, as is the file.
    private final Map<String, Figure> figures = new TreeMap<>();

    private Results(String part) {
        this.part = part;
    }

    /// The results of one part of the suite; the same object for the same name.
    static Results of(String part) {
        return PARTS.computeIfAbsent(part, Results::new);
    }

    /// How long an action takes.
    static Duration timeOf(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /// Adds a figure, and writes the file again if files are wanted.
    ///
    /// @param name what was measured, in words
    /// @param goal what the figure should not exceed; the scenario's own deadline is larger
    /// @param times at least one
    /// @return the median of `times`
    synchronized Duration record(String name, Duration goal, List<Duration> times) {
        var figure = Figure.of(goal, times);
        figures.put(name, figure);
        System.out.println("figure: " + part + ": " + name + ": " + figure);
        if (Boolean.getBoolean("results.write")) {
            write(Repository.root().resolve("docs/results"));
        }
        return Duration.ofMillis(figure.medianMillis());
    }

    synchronized void write(Path folder) {
        ObjectNode file = JSON.createObjectNode();
        file.put("part", part);
        file.put("commit", System.getProperty("results.commit", "unknown"));
        file.put("date", System.getProperty("results.date", "unknown"));
        file.set("seeds", JSON.valueToTree(seeds()));
        file.set("figures", JSON.valueToTree(figures));
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(part + ".json"), file.toPrettyString() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the caller sets to repeat a run: properties that end in `.seed`.
    private static Map<String, String> seeds() {
        Map<String, String> seeds = new TreeMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.endsWith(".seed")) {
                seeds.put(name, System.getProperty(name));
            }
        }
        return seeds;
    }

    /// One figure of a results file; all times in milliseconds.
    record Figure(long goalMillis, int count, long medianMillis, long minMillis, long maxMillis, List<Long> millis) {
        static Figure of(Duration goal, List<Duration> times) {
            List<Long> sorted = times.stream().map(Duration::toMillis).sorted().toList();
            return new Figure(
                    goal.toMillis(),
                    sorted.size(),
                    median(sorted),
                    sorted.getFirst(),
                    sorted.getLast(),
                    times.stream().map(Duration::toMillis).toList());
        }

        /// The middle one, or the mean of the two in the middle.
        private static long median(List<Long> sorted) {
            int middle = sorted.size() / 2;
            return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        }

        @Override
        public String toString() {
            return "median " + medianMillis + " ms of " + millis + " (goal " + goalMillis + " ms)";
        }
    }
}
