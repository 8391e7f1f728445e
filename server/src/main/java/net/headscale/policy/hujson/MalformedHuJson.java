package net.headscale.policy.hujson;

/// A text that is not HuJSON; the message says what was expected and what was found.
public final class MalformedHuJson extends RuntimeException {
    private final transient Position position;
    private final String why;

    MalformedHuJson(Position position, String message) {
        super(message);
        this.position = position;
        this.why = message;
    }

    /// What was expected and what was found.
    public String why() {
        return why;
    }

    /// Where reading stopped.
    public Position position() {
        return position;
    }
}
