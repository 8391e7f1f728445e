package net.headscale.testkit.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// An answer that has not come yet, such as that of a registration which waits for a human. Thread-safe.
public final class Pending<T> {
    private final String what;
    private final Duration patience;
    private final CompletableFuture<T> answer;
    private final Runnable cancel;

    Pending(String what, Duration patience, CompletableFuture<T> answer, Runnable cancel) {
        this.what = what;
        this.patience = patience;
        this.answer = answer;
        this.cancel = cancel;
    }

    /// The answer, waited for as long as the client's profile says.
    ///
    /// @throws ClientFailure if it does not come in time, or never can
    public T await() {
        return await(patience);
    }

    /// The answer, waited for at most this long.
    ///
    /// @throws ClientFailure if it does not come in time, or never can
    public T await(Duration limit) {
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new ClientFailure.DeadlinePassed(limit, what);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ClientFailure.ConnectionEnded("interrupted while waiting for " + what);
        }
    }

    /// Whether it has come, or failed.
    public boolean isDone() {
        return answer.isDone();
    }

    /// Gives up: the server sees RST_STREAM with CANCEL.
    public void cancel() {
        cancel.run();
    }

    <R> Pending<R> map(Function<T, R> function) {
        return new Pending<>(what, patience, answer.thenApply(function), cancel);
    }
}
