package net.headscale.coordinator;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.headscale.netmap.Surroundings;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Tailnet;
import org.jspecify.annotations.Nullable;

/// A command and who waits for it.
final class Waiting<R> {
    private final Command<R> command;
    private final CompletableFuture<R> answered = new CompletableFuture<>();
    private @Nullable Decision<R> decision;

    Waiting(Command<R> command) {
        this.command = command;
    }

    void decide(Draft draft) {
        decision = null;
        if (answered.isDone()) {
            return;
        }
        try {
            if (command instanceof Surround(var others)) {
                draft.surround(others);
            }
            Decision<R> decided = command.decide(draft.scene());
            draft.add(decided.changes());
            decision = decided;
        } catch (RuntimeException refused) {
            answered.completeExceptionally(refused);
        }
    }

    /// Whether it is done with nothing else in its batch.
    boolean isAlone() {
        return command instanceof Close || command instanceof Held;
    }

    /// Whether the next command must wait for what this one publishes: it is decided in the new surroundings.
    boolean endsBatch() {
        return isAlone() || command instanceof Surround;
    }

    boolean endsTailnet() {
        return command instanceof Close;
    }

    boolean isGranted() {
        return decision != null;
    }

    boolean isDurable() {
        return decision != null && decision.changes().stream().anyMatch(Change.Durable.class::isInstance);
    }

    void answer() {
        if (decision != null) {
            answered.complete(decision.answer());
        }
    }

    void fail(Throwable cause) {
        answered.completeExceptionally(cause);
    }

    R await() {
        try {
            return answered.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    /// A change of surroundings, which no command may make.
    record Surround(Surroundings others) implements Command<Boolean> {
        @Override
        public Decision<Boolean> decide(Scene scene) {
            return Decision.unchanged(true);
        }
    }

    /// Something that needs its writer to do nothing else meanwhile.
    record Held(Supplier<Boolean> act) implements Command<Boolean> {
        @Override
        public Decision<Boolean> decide(Scene scene) {
            return Decision.unchanged(act.get());
        }
    }

    /// The end of the tailnet.
    record Close(Consumer<Tailnet> drop) implements Command<Tailnet> {
        @Override
        public Decision<Tailnet> decide(Scene scene) {
            drop.accept(scene.tailnet());
            return Decision.unchanged(scene.tailnet());
        }
    }
}
