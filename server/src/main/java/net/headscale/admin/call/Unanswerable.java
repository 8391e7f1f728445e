package net.headscale.admin.call;

import java.io.Serial;

/// Carries a problem with the request itself to where it is answered.
public final class Unanswerable extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    public Unanswerable(int status, String detail) {
        super(detail, null, false, false); // an ordinary answer: no stack
        this.problem = new Problem(status, detail);
    }

    /// What is answered instead.
    public Problem problem() {
        return problem;
    }
}
