package net.headscale.session;

import java.time.Instant;
import net.headscale.netmap.View;
import net.headscale.tailnet.Node;

/// Whether any node key of a tailnet may have expired, so that a calm tailnet is not searched each second. Belongs to
/// one task that asks again and again.
final class Expiries {
    private static final Instant UNKNOWN = Instant.MIN;

    private long number = -1;
    private Instant next = UNKNOWN;

    /// Whether anything expired, or may have been changed, since this was asked last.
    boolean isDue(View view, Instant now) {
        if (view.number() != number) {
            number = view.number();
            next = UNKNOWN; // not looked for while changes go on
            return true;
        }
        if (now.isBefore(next)) {
            return false;
        }
        next = view.tailnet().nodes().values().stream()
                .filter(node -> node.lifetime().expires() && !node.isExpired(now))
                .map(Expiries::expiry)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        return true;
    }

    /// What was found could not be acted on yet.
    void askAgain() {
        next = UNKNOWN;
    }

    private static Instant expiry(Node node) {
        return node.lifetime().keyExpiry();
    }
}
