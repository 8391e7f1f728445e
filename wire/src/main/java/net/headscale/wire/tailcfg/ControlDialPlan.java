package net.headscale.wire.tailcfg;

import java.util.List;
import net.headscale.wire.net.IpAddress;
import org.jspecify.annotations.Nullable;

/// Where else the control server can be reached; remembered for the life of the client's process.
///
/// @param candidates empty: use DNS
public record ControlDialPlan(List<Candidate> candidates) {
    public ControlDialPlan {
        candidates = List.copyOf(candidates);
    }

    /// One address to try.
    ///
    /// @param dialTimeoutSeconds 0 is an immediate time-out, so always set it
    public record Candidate(
            @Nullable IpAddress ip,
            String aceHost,
            double dialStartDelaySeconds,
            double dialTimeoutSeconds,
            int priority) {}
}
