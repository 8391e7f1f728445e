package net.headscale.netmap;

import java.util.Optional;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.tailcfg.MapResponse;

/// One viewer on its way from a view to a later one.
///
/// @param delta what lies between
/// @param viewer who is told
/// @param fullBefore all of the former view
/// @param fullAfter all of the later view
record Moment(Delta delta, Viewer viewer, Optional<MapResponse> fullBefore, Optional<MapResponse> fullAfter) {
    static Moment of(Delta delta, Viewer viewer) {
        return new Moment(delta, viewer, Netmap.full(delta.before(), viewer), Netmap.full(delta.after(), viewer));
    }

    long from() {
        return delta.before().number() - 1;
    }

    long to() {
        return delta.after().number() - 1;
    }

    /// Whether the viewer is there before and after: only then is there anything to tell it.
    boolean isLasting() {
        return fullBefore.isPresent() && fullAfter.isPresent();
    }

    /// Whether clients are not to upload logs any more.
    boolean isSilencing() {
        return delta.before().surroundings().features().uploadsLogs()
                && !delta.after().surroundings().features().uploadsLogs();
    }

    /// A peer as the later view shows it.
    net.headscale.wire.tailcfg.Node peerAfter(long id) {
        return fullAfter.orElseThrow().peers().stream()
                .filter(peer -> peer.id() == id)
                .findFirst()
                .orElseThrow();
    }

    boolean sawBefore(NodeId peer) {
        return sees(delta.before(), peer);
    }

    boolean seesAfter(NodeId peer) {
        return sees(delta.after(), peer);
    }

    /// Whether a peer that stays in sight is carried to another place.
    boolean roams(NodeId peer) {
        return sawBefore(peer) && seesAfter(peer) && !isRoaming(delta.before(), peer) && isRoaming(delta.after(), peer);
    }

    private static boolean isRoaming(View view, NodeId peer) {
        return view.tailnet().nodeOrGuest(peer).orElseThrow().reach().isRoaming();
    }

    private boolean sees(View view, NodeId peer) {
        return view.derived().policy().sees(viewer.node(), peer)
                && view.tailnet()
                        .nodeOrGuest(peer)
                        .filter(node -> node.presence().isShown())
                        .isPresent();
    }
}
