package net.headscale.wire.tailcfg;

import org.jspecify.annotations.Nullable;

/// Orders that the client carries out as it receives them.
///
/// @param sleepSeconds before it goes on; at most 300 count
/// @param disableLogTail stops log upload for the life of the process; private servers send it in their first message
/// @param exitCode ends the client's process; `null` does not
public record Debug(
        double sleepSeconds,
        boolean disableLogTail,
        @Nullable Integer exitCode) {
    /// Only [#disableLogTail].
    public static Debug withoutLogTail() {
        return new Debug(0, true, null);
    }
}
