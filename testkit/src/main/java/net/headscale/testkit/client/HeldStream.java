package net.headscale.testkit.client;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A map stream that is taken in and not looked at: one node of a crowd.
///
/// Nothing of it is kept, so that one process can hold thousands. Thread-safe.
public final class HeldStream implements StreamListener {
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();

    HeldStream() {}

    /// Waits until the first bytes of a map have come.
    ///
    /// @throws ClientFailure if none come in time, or the answer is another
    public void awaitBegun(Duration limit) {
        new Pending<>("the first bytes of a map", limit, begun, () -> {}).await();
    }

    /// How it ended, if it has.
    public Optional<Ending> ending() {
        return Optional.ofNullable(ending.getNow(null));
    }

    @Override
    public void head(int status, Map<String, String> headers) {
        if (status != 200) {
            begun.completeExceptionally(new ClientFailure.UnexpectedStatus(status, ""));
        }
    }

    @Override
    public void bytes(byte[] bytes) {
        begun.complete(null);
    }

    @Override
    public void ended(Ending how) {
        ending.complete(how);
        begun.completeExceptionally(new ClientFailure.StreamEnded(how, "the first bytes of a map had come"));
    }
}
