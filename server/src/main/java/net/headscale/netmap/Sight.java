package net.headscale.netmap;

import net.headscale.policy.SeenRoutes;
import net.headscale.tailnet.NodeId;

/// How one viewer sees one peer, where viewers differ in it.
///
/// @param routes what the viewer is told of the peer's routes
/// @param isJailed whether the viewer's client must keep the peer from connecting to it
record Sight(SeenRoutes routes, boolean isJailed) {
    /// How `viewer` sees `peer`, given that it sees it.
    static Sight of(View view, NodeId viewer, NodeId peer) {
        var policy = view.derived().policy();
        return new Sight(policy.routesSeen(viewer, peer, view.derived().routes()), policy.isJailed(viewer, peer));
    }
}
