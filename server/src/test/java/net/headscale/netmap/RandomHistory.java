package net.headscale.netmap;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;

/// The views of one random tailnet, each after the one before it: what a writer publishes.
///
/// Equal seeds make equal histories, on every machine.
final class RandomHistory {
    private static final int ROUNDS = 12;

    private final long seed;
    private final RandomParts parts;
    private final RandomChanges changes;
    private final List<View> views = new ArrayList<>();
    private final List<Set<NodeId>> touched = new ArrayList<>();
    private final List<Change> happened = new ArrayList<>();

    private RandomHistory(long seed) {
        this.seed = seed;
        this.parts = new RandomParts(new SplittableRandom(seed));
        this.changes = new RandomChanges(parts);
    }

    /// The history of a seed.
    static RandomHistory of(long seed) {
        RandomHistory history = new RandomHistory(seed);
        history.found();
        for (int round = 0; round < ROUNDS; round++) {
            history.goOn();
        }
        return history;
    }

    long seed() {
        return seed;
    }

    /// For choices about this history: who looks on, and when.
    RandomParts parts() {
        return parts;
    }

    int length() {
        return views.size();
    }

    View view(int index) {
        return views.get(index);
    }

    /// All that changed from the founding on.
    List<Change> happened() {
        return happened;
    }

    /// From one view to a later one, as for a reader who slept in between.
    Delta delta(int from, int to) {
        Set<NodeId> all = new TreeSet<>();
        touched.subList(from + 1, to + 1).forEach(all::addAll);
        return Delta.between(views.get(from), views.get(to), all);
    }

    /// Every node that was ever there.
    List<NodeId> everybody() {
        Set<NodeId> all = new TreeSet<>();
        views.forEach(view -> all.addAll(view.tailnet().nodes().ids()));
        return List.copyOf(all);
    }

    private void found() {
        Tailnet tailnet = Tailnet.empty(new TailnetId(1), "default").after(changes.founding());
        int nodes = parts.random().nextInt(2, 8);
        for (int i = 0; i < nodes; i++) {
            tailnet = tailnet.after(changes.join(tailnet));
        }
        views.add(View.first(tailnet, parts.surroundings()));
        touched.add(Set.of());
    }

    /// One more view: of other surroundings, or after a batch of changes.
    private void goOn() {
        View last = views.getLast();
        if (parts.oneIn(8)) {
            publish(last.in(parts.changed(last.surroundings())), List.of());
            return;
        }
        Tailnet tailnet = last.tailnet();
        List<Change> batch = new ArrayList<>();
        int acts = parts.random().nextInt(1, 4);
        for (int i = 0; i < acts; i++) {
            List<Change> next = changes.next(tailnet);
            tailnet = tailnet.after(next);
            batch.addAll(next);
        }
        publish(last.after(tailnet, subjects(batch)), batch);
    }

    private void publish(View view, List<Change> batch) {
        views.add(view);
        touched.add(subjects(batch));
        happened.addAll(batch);
    }

    private static Set<NodeId> subjects(List<Change> batch) {
        Set<NodeId> subjects = new TreeSet<>();
        batch.forEach(change -> change.subject().ifPresent(subjects::add));
        return subjects;
    }
}
