package net.headscale.bench.overload;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/// Runs every attack against a server, with windows without it between, and says what bystanders felt.
public final class Overload {
    /// What others may wait longer: threefold, and a moment.
    private static final double MOST_FACTOR = 3;

    private static final double MOST_MILLIS_MORE = 50;

    /// How much of the server's memory an attack may take: 2,048 waiting handshakes, 6,000 connections at some 10 KB,
    /// and a young generation of 128 MB that fills.
    private static final long MOST_GROWTH_MEBIBYTES = 320;

    private Overload() {}

    /// @param arguments the server's URL, that of its metrics, a reusable key, its process id, how many pairs of
    ///     windows, and the seconds of each; with fewer than three pairs nothing is asked of times
    public static void main(String[] arguments) {
        Target target = new Target(
                URI.create(arguments[0]), URI.create(arguments[1]), arguments[2], Long.parseLong(arguments[3]));
        int pairs = Integer.parseInt(arguments[4]);
        Duration window = Duration.ofSeconds(Long.parseLong(arguments[5]));
        List<String> faults = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        try (Bystanders bystanders = Bystanders.of(target)) {
            bystanders.deliveries(window); // compiles what the first window would pay for
            for (Attack attack : Attack.values()) {
                Row row = measure(target, bystanders, attack, pairs, window);
                rows.add(row.json());
                faults.addAll(row.faults(pairs));
            }
        }
        System.out.println("[" + String.join(",\n", rows) + "]");
        faults.forEach(System.err::println);
        System.exit(faults.isEmpty() ? 0 : 1);
    }

    /// @param calm medians of the windows' 99th percentiles, in milliseconds, without the attack
    /// @param attacked the same with it
    /// @param shown by how much the server's metric rose during an attack, the greatest of all windows
    private record Row(Attack attack, double calm, double attacked, long lost, long before, long after, double shown) {
        String json() {
            return String.format(
                    Locale.ROOT,
                    "{\"attack\":\"%s\",\"calm_p99_ms\":%.1f,\"attacked_p99_ms\":%.1f,\"streams_lost\":%d,"
                            + "\"rss_before_mib\":%d,\"rss_after_mib\":%d,\"metric\":\"%s\",\"metric_rose\":%.0f}",
                    attack.name().toLowerCase(Locale.ROOT),
                    calm,
                    attacked,
                    lost,
                    before,
                    after,
                    attack.metric(),
                    shown);
        }

        List<String> faults(int pairs) {
            List<String> faults = new ArrayList<>();
            if (pairs >= 3 && attacked > MOST_FACTOR * calm + MOST_MILLIS_MORE) {
                faults.add(attack + ": others waited " + attacked + " ms, in calm " + calm + " ms");
            }
            if (lost > 0) {
                faults.add(attack + ": " + lost + " well-behaved clients lost their stream");
            }
            if (after - before > MOST_GROWTH_MEBIBYTES) {
                faults.add(attack + ": the server grew from " + before + " to " + after + " MiB");
            }
            if (shown <= 0) {
                faults.add(attack + ": " + attack.metric() + " does not show it");
            }
            return faults;
        }
    }

    private static Row measure(Target target, Bystanders bystanders, Attack attack, int pairs, Duration window) {
        List<Double> calm = new ArrayList<>();
        List<Double> attacked = new ArrayList<>();
        long before = target.residentMebibytes();
        double shown = 0;
        for (int pair = 0; pair < pairs; pair++) {
            calm.add(percentile(bystanders.deliveries(window)));
            double metric = target.metric(attack.metric());
            AtomicBoolean isOver = new AtomicBoolean();
            Thread attacker = Thread.ofPlatform().name("attacker").start(() -> attack.run(target, isOver::get));
            attacked.add(percentile(bystanders.deliveries(window)));
            shown = Math.max(shown, target.metric(attack.metric()) - metric);
            isOver.set(true);
            join(attacker);
        }
        return new Row(
                attack, median(calm), median(attacked), bystanders.lost(), before, target.residentMebibytes(), shown);
    }

    private static double percentile(List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        return sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
