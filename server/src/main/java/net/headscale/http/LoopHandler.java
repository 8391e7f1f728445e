package net.headscale.http;

/// Answers exchanges on the event loop; must not block.
@FunctionalInterface
public interface LoopHandler {
    /// Takes an exchange, to be answered now or later, or taken over.
    void handle(Exchange exchange);
}
