package net.headscale.policy.text;

import net.headscale.policy.hujson.Position;

/// A text that is no policy.
public final class PolicyRefused extends RuntimeException {
    private final transient Position position;
    private final String why;
    private final String advice;

    PolicyRefused(Position position, String message, String advice) {
        super(message);
        this.why = message;
        this.position = position;
        this.advice = advice;
    }

    /// What is wrong.
    public String why() {
        return why;
    }

    /// Where it is wrong.
    public Position position() {
        return position;
    }

    /// What would be right; empty where the message says it.
    public String advice() {
        return advice;
    }
}
