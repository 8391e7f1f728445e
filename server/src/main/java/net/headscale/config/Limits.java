package net.headscale.config;

import net.headscale.config.key.Reading;

/// How much is let in.
///
/// @param nodes most in one tailnet; zero is no limit
/// @param preauthKeys most that one tailnet keeps; zero is no limit
/// @param pendingLogins most that wait at a time, over the whole server: a login belongs to no tailnet yet
public record Limits(int nodes, int preauthKeys, int pendingLogins) {
    private static final int MOST = 1_000_000;

    static Limits read(Reading reading) {
        return new Limits(
                reading.number("limits.nodes", 0, 0, MOST),
                reading.number("limits.preauth_keys", 0, 0, MOST),
                reading.number("limits.pending_logins", 1024, 1, MOST));
    }
}
