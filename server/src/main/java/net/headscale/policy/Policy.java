package net.headscale.policy;

import java.util.List;
import net.headscale.tailnet.Tailnet;

/// What a policy text says, whatever the tailnet: checked, and ready to be compiled for one. Immutable and thread-safe.
public final class Policy {
    private static final Policy ALLOW_ALL = new Policy(List.of());

    private final List<Warning> warnings;

    private Policy(List<Warning> warnings) {
        this.warnings = warnings;
    }

    /// The policy of a tailnet that was never given one: everybody reaches everybody.
    public static Policy allowAll() {
        return ALLOW_ALL;
    }

    /// Reads HuJSON; blank text is [#allowAll].
    public static Reading parse(String text) {
        return text.isBlank()
                ? new Reading.Accepted(ALLOW_ALL)
                : new Reading.Refused(new Rejection(1, 1, "policies cannot be read yet"));
    }

    /// What its author should know; empty for most.
    public List<Warning> warnings() {
        return warnings;
    }

    /// What this policy says of `tailnet`.
    public CompiledPolicy compile(Tailnet tailnet) {
        return new CompiledPolicy(this, tailnet);
    }
}
