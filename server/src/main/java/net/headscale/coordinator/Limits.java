package net.headscale.coordinator;

import net.headscale.journal.Amount;
import net.headscale.tailnet.Tailnet;

/// How much one tailnet may hold; what is there already stays when a limit is lowered.
///
/// @param nodes most nodes; zero is no limit
/// @param preauthKeys most pre-auth keys, expired and used ones included; zero is no limit
public record Limits(int nodes, int preauthKeys) {
    /// No limits.
    public static final Limits NONE = new Limits(0, 0);

    /// Whether one more node fits in.
    ///
    /// @throws RefusedException if not
    public void checkRoomForNode(Tailnet tailnet) {
        check(tailnet.nodes().size(), nodes, "node", "limits.nodes");
    }

    /// Whether one more pre-auth key fits in.
    ///
    /// @throws RefusedException if not
    public void checkRoomForPreauthKey(Tailnet tailnet) {
        check(tailnet.preauthKeys().size(), preauthKeys, "pre-auth key", "limits.preauth_keys");
    }

    private static void check(int found, int most, String one, String key) {
        if (most > 0 && found >= most) {
            throw new RefusedException(new Refusal.LimitReached(new Amount(most, one), key));
        }
    }
}
