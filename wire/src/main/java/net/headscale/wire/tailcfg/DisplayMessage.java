package net.headscale.wire.tailcfg;

import org.jspecify.annotations.Nullable;

/// A message to the user of a node (capability version 117 on).
///
/// @param severity `high`, `medium` or `low`
/// @param primaryAction a link to offer, or `null`
public record DisplayMessage(
        String title,
        String text,
        String severity,
        boolean impactsConnectivity,
        @Nullable Action primaryAction) {
    /// A link.
    ///
    /// @param url must be `https:`, or `http:` if the login server is
    public record Action(String url, String label) {}
}
