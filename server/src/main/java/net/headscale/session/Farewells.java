package net.headscale.session;

import java.util.List;
import net.headscale.coordinator.Directory;
import net.headscale.netmap.View;

/// What a client is told last, when its node was removed or its key has expired.
///
/// Thread-safe; sessions are touched by the round of their tailnet only.
///
/// @param directory knows whether a node that left is in another tailnet
record Farewells(Directory directory, Workshop workshop) {
    /// Whether the session of a node that changed goes on; if not, it is told why and ended.
    boolean remains(MapSession session, View told, View goal, Renderer renderer) {
        if (!session.isCurrentIn(goal)) {
            sayFarewell(session, told, goal, renderer);
            return false;
        }
        if (session.isExpiredIn(goal, workshop.now())) {
            sayExpired(session, goal, renderer);
            return false;
        }
        return true;
    }

    /// A node that was removed is told so; one that logged in again has another stream with its new key, and one that
    /// was moved to another tailnet polls again.
    private void sayFarewell(MapSession session, View told, View goal, Renderer renderer) {
        boolean isMoved = directory.find(session.key()).isPresent();
        if (!goal.tailnet().nodes().contains(session.viewer().node()) && !isMoved) {
            List<byte[]> last = renderer.farewell(told, session.viewer(), workshop.now());
            if (!last.isEmpty()) {
                session.outlet().write(last);
            }
        }
        session.end();
    }

    /// It asks for a login then.
    private static void sayExpired(MapSession session, View goal, Renderer renderer) {
        List<byte[]> last = renderer.expiry(goal, session.viewer());
        if (!last.isEmpty()) {
            session.outlet().write(last);
        }
        session.end();
    }
}
