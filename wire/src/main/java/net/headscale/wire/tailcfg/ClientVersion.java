package net.headscale.wire.tailcfg;

/// What the client may tell its user about newer versions of itself.
///
/// @param runningLatest all else is ignored if true
public record ClientVersion(
        boolean runningLatest,
        String latestVersion,
        boolean urgentSecurityUpdate,
        boolean notifyUser,
        String notifyUrl,
        String notifyText) {
    /// The client is up to date.
    public static ClientVersion latest() {
        return new ClientVersion(true, "", false, false, "", "");
    }
}
