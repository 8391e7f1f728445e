package net.headscale.http;

/// Answers requests on a virtual thread; may block.
@FunctionalInterface
public interface Handler {
    /// The answer; an exception becomes a 500 without a word of it, and one line in the log.
    Response handle(Request request);
}
