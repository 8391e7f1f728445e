package net.headscale.coordinator;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.headscale.journal.Appended;
import net.headscale.journal.Batch;
import net.headscale.journal.Journal;
import net.headscale.netmap.Surroundings;
import net.headscale.netmap.View;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Tailnet;

/// Decides for one tailnet: turns waiting commands into changes, has them stored, then publishes the View that shows
/// them.
///
/// Thread-safe. [#current] never blocks; [#submit] blocks its (virtual) thread until the answer is durable and
/// published, and is refused at once when too many wait.
public final class TailnetWriter {
    private static final int MOST_TRIES = 8;

    private final Journal journal;
    private final Clock clock;
    private final Publication.Listener listener;
    private final WriterWatch watch;

    private final Inbox inbox = new Inbox();
    private boolean isClosed; // only the draining thread looks at it
    private volatile View current;

    TailnetWriter(View first, Journal journal, Clock clock, Publication.Listener listener, WriterWatch watch) {
        this.current = first;
        this.journal = journal;
        this.clock = clock;
        this.listener = listener;
        this.watch = watch;
    }

    /// What is shown now.
    public View current() {
        return current;
    }

    /// How many commands wait.
    public int waiting() {
        return inbox.size();
    }

    /// Has a command decided, stored and published.
    ///
    /// @return its answer
    /// @throws RefusedException if it is not granted, or too many wait
    /// @throws net.headscale.journal.JournalUnavailable if its changes could not be stored
    public <R> R submit(Command<R> command) {
        long start = System.nanoTime();
        Waiting<R> waiting = new Waiting<>(command);
        enqueue(waiting);
        R answer = waiting.await();
        watch.answered(since(start));
        return answer;
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    /// Publishes the same tailnet in other surroundings, before any command that waits. Never refused: of those that
    /// are not carried out yet, the newest counts.
    void surround(Surroundings others) {
        drainIf(inbox.put(others));
    }

    /// Ends this tailnet: once `drop` has removed it from the journal, everybody is shown an empty one, and no more
    /// commands are taken.
    ///
    /// @param drop gets the tailnet as it is at that moment; by throwing it lets the tailnet live
    /// @return the tailnet as it was last
    Tailnet close(Consumer<Tailnet> drop) {
        Waiting<Tailnet> waiting = new Waiting<>(new Waiting.Close(drop));
        enqueue(waiting);
        return waiting.await();
    }

    /// Moves something to another tailnet: the changes of both are stored together or not at all, and the other tailnet
    /// shows them first. Neither writer does anything else meanwhile.
    ///
    /// Only one at a time over the whole server: two that move things to each other would wait for each other.
    ///
    /// @throws RefusedException if it is not granted
    void move(TailnetWriter to, Crossing crossing) {
        hold(() -> {
            to.hold(() -> {
                cross(to, crossing);
                return true;
            });
            return true;
        });
    }

    private void hold(Supplier<Boolean> act) {
        Waiting<Boolean> waiting = new Waiting<>(new Waiting.Held(act));
        enqueue(waiting);
        waiting.await();
    }

    private void cross(TailnetWriter to, Crossing crossing) {
        for (int tries = 1; ; tries++) {
            Draft leaving = new Draft(current, clock.instant());
            Draft arriving = new Draft(to.current, clock.instant());
            crossing.decide(leaving, arriving);
            Appended appended = journal.append(List.of(batch(leaving), to.batch(arriving)));
            switch (appended) {
                case Appended.Stored _ -> {
                    to.publish(arriving);
                    publish(leaving);
                    return;
                }
                case Appended.Overtaken(var fresh) -> {
                    adoptIfIn(fresh, tries);
                    to.adoptIfIn(fresh, tries);
                }
            }
        }
    }

    private void adoptIfIn(List<Tailnet> fresh, int tries) {
        for (Tailnet tailnet : fresh) {
            if (tailnet.id().equals(current.tailnet().id())) {
                adopt(tailnet, tries);
            }
        }
        if (tries >= MOST_TRIES) {
            throw new RefusedException(new Refusal.Busy());
        }
    }

    private void enqueue(Waiting<?> waiting) {
        drainIf(inbox.add(waiting));
    }

    private void drainIf(boolean isIdle) {
        if (isIdle) {
            Thread.ofVirtual().name("tailnet-" + current.tailnet().id()).start(this::drain);
        }
    }

    /// Runs while commands wait; never twice at a time.
    private void drain() {
        for (List<Waiting<?>> batch = inbox.take(); !batch.isEmpty(); batch = inbox.take()) {
            long start = System.nanoTime();
            try {
                carryOut(batch);
                watch.carriedOut(batch.size(), since(start));
            } catch (RuntimeException | Error broken) {
                batch.forEach(waiting -> waiting.fail(broken)); // those that have their answer keep it
            }
        }
    }

    private void carryOut(List<Waiting<?>> batch) {
        if (isClosed) {
            batch.forEach(waiting -> waiting.fail(new RefusedException(
                    new Refusal.TailnetUnknown(current.tailnet().name()))));
            return;
        }
        if (batch.getFirst().isAlone()) {
            carryOutAlone(batch.getFirst());
            return;
        }
        List<Waiting<?>> left = batch;
        for (int tries = 1; !left.isEmpty(); tries++) {
            Draft draft = new Draft(current, clock.instant());
            left.forEach(waiting -> waiting.decide(draft));
            if (draft.durable().isEmpty()) {
                publish(draft);
                break;
            }
            switch (append(draft)) {
                case Outcome.Stored _ -> {
                    publish(draft);
                    left.forEach(Waiting::answer);
                    return;
                }
                case Outcome.Overtaken(Tailnet fresh) -> adopt(fresh, tries);
                case Outcome.Failed(RuntimeException cause) -> left = failDurable(left, cause);
            }
        }
        left.forEach(Waiting::answer);
    }

    private void carryOutAlone(Waiting<?> alone) {
        Draft draft = new Draft(current, clock.instant());
        alone.decide(draft);
        if (alone.isGranted() && alone.endsTailnet()) {
            isClosed = true;
            draft.replace(Tailnet.empty(draft.tailnet().id(), draft.tailnet().name()));
            publish(draft);
        }
        alone.answer();
    }

    private Batch batch(Draft draft) {
        Tailnet before = current.tailnet();
        return new Batch(
                before.id(),
                before.revision(),
                draft.durable(),
                draft.tailnet().atRevision(before.revision().next()));
    }

    private Outcome append(Draft draft) {
        Tailnet before = current.tailnet();
        try {
            return switch (journal.append(List.of(batch(draft)))) {
                case Appended.Stored _ -> new Outcome.Stored();
                case Appended.Overtaken(var fresh)
                when fresh.isEmpty() ->
                    new Outcome.Failed(new RefusedException(new Refusal.TailnetUnknown(before.name())));
                case Appended.Overtaken(var fresh) -> new Outcome.Overtaken(fresh.getFirst());
            };
        } catch (RuntimeException notStored) {
            return new Outcome.Failed(notStored);
        }
    }

    /// Without storage, what needs none goes on: presence, endpoints, hosts.
    private static List<Waiting<?>> failDurable(List<Waiting<?>> batch, RuntimeException cause) {
        List<Waiting<?>> rest = new ArrayList<>();
        for (Waiting<?> waiting : batch) {
            if (waiting.isDurable()) {
                waiting.fail(cause);
            } else {
                rest.add(waiting);
            }
        }
        return rest;
    }

    /// Somebody else stored first: what they stored is shown, then this batch is decided again.
    private void adopt(Tailnet fresh, int tries) {
        if (tries >= MOST_TRIES) {
            throw new RefusedException(new Refusal.Busy());
        }
        Draft draft = new Draft(current, clock.instant());
        draft.replace(fresh);
        publish(draft);
    }

    private void publish(Draft draft) {
        View before = current;
        if (draft.isEmpty()) {
            return;
        }
        Tailnet stored = draft.durable().isEmpty()
                ? draft.tailnet()
                : draft.tailnet().atRevision(before.tailnet().revision().next());
        View after = before.after(stored, draft.touched());
        if (!draft.surroundings().equals(before.surroundings())) {
            after = after.in(draft.surroundings());
        }
        writeBehind(draft, stored);
        current = after;
        listener.published(new Publication(before, after, draft.touched()));
    }

    private void writeBehind(Draft draft, Tailnet stored) {
        List<Node> nodes = new ArrayList<>();
        for (NodeId id : draft.toWriteBehind()) {
            stored.nodes().find(id).ifPresent(nodes::add);
        }
        if (!nodes.isEmpty()) {
            journal.writeBehind(stored.id(), nodes);
        }
    }

    /// How an append went for this tailnet.
    private sealed interface Outcome {
        record Stored() implements Outcome {}

        record Overtaken(Tailnet fresh) implements Outcome {}

        record Failed(RuntimeException cause) implements Outcome {}
    }
}
