package net.headscale.journal.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import net.headscale.journal.JournalClash;
import net.headscale.journal.JournalUnavailable;
import net.headscale.journal.sql.column.Statements;
import org.jspecify.annotations.Nullable;

/// Work that somebody waits for. The caller and the committer each use their half of it.
final class Request<T> {
    private enum State {
        WAITING,
        BEGUN,
        WITHDRAWN
    }

    private final Work<T> work;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private @Nullable T answer;

    Request(Work<T> work) {
        this.work = work;
    }

    /// Committer: takes the request on.
    ///
    /// @return whether its caller still waits
    boolean begin() {
        return state.compareAndSet(State.WAITING, State.BEGUN);
    }

    /// Committer: does the work in the open transaction.
    void run(Statements sql) throws SQLException {
        answer = work.in(sql);
    }

    /// Committer: the transaction is on the disk.
    @SuppressWarnings("NullAway") // run has set the answer, whose type says whether it may be null
    void succeed() {
        work.isDurable(answer);
        outcome.complete(answer);
    }

    /// Committer: the transaction was undone.
    void fail(RuntimeException why) {
        outcome.completeExceptionally(why);
    }

    /// Caller: blocks until the answer is on the disk. Interrupts are kept for later.
    ///
    /// @param patience how long the work may wait to be begun; once begun, it is waited for to the end, because its
    ///   outcome is not known before, and the database's own time-outs bound it
    T await(Duration patience) {
        boolean isInterrupted = false;
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                try {
                    return isBegun() ? outcome.get() : outcome.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException later) {
                    isInterrupted = true;
                } catch (TimeoutException late) {
                    withdraw(patience);
                } catch (ExecutionException failure) {
                    throw thrownAgain(failure.getCause());
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean isBegun() {
        return state.get() == State.BEGUN;
    }

    private void withdraw(Duration patience) {
        if (state.compareAndSet(State.WAITING, State.WITHDRAWN)) {
            throw new JournalUnavailable(
                    "the database did not get to a request within " + patience.toSeconds()
                            + " s: look at the load of its disk",
                    null);
        }
    }

    /// The committer's exception with the caller's stack.
    private static RuntimeException thrownAgain(@Nullable Throwable cause) {
        return switch (cause) {
            case JournalUnavailable unavailable -> unavailable.again();
            case JournalClash clash -> new JournalClash(text(clash), clash);
            case null, default -> new IllegalStateException("the journal could not do what it was asked to", cause);
        };
    }

    private static String text(RuntimeException failure) {
        return String.valueOf(failure.getMessage());
    }
}
