package net.headscale.coordinator;

import java.io.Serial;

/// Carries a refusal out of a decision to the edge that asked.
public final class RefusedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.toString(), null, false, false); // an ordinary answer: no stack
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
