package net.headscale.control;

import java.util.Optional;
import java.util.Set;
import net.headscale.coordinator.Command;
import net.headscale.tailnet.Node;
import net.headscale.wire.key.DiscoKey;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.tailcfg.MapRequest;

/// When a node begins to roam: it was carried elsewhere, and its peers do well to forget where it was (decision 0320).
final class Roaming {
    private static final Set<Integer> SEEN_BY_OTHERS = Set.of(2, 3); // by STUN, port-mapped

    /// All who see the node are told two whole nodes and not one patch.
    private static final int MOST_NODES = 1_000;

    private static final int FIRST_THAT_STALLS = 134; // 1.96 is 133, 1.98 is 138
    private static final int FIRST_THAT_STALLS_NO_LONGER = 141; // 1.100

    private Roaming() {}

    /// Whether a client says in `request` that its node is elsewhere. Peers that do not see the node, or are told of
    /// another disco key, have nothing to forget.
    ///
    /// @param disco the node's disco key from now on
    static boolean isBegun(Command.Scene scene, Node node, MapRequest request, DiscoKey disco) {
        return outside(request)
                        .filter(address -> node.reach().isLeftFor(address, scene.now()))
                        .isPresent()
                && node.presence().isOnline()
                && node.presence().isShown()
                && disco.equals(node.keys().disco())
                && isGoodForAll(scene, node);
    }

    private static boolean isGoodForAll(Command.Scene scene, Node node) {
        var nodes = scene.tailnet().nodes();
        return nodes.size() <= MOST_NODES
                && nodes.values().stream()
                        .noneMatch(other -> wouldStall(other) && !other.id().equals(node.id()));
    }

    /// Whether its client would begin a new WireGuard session by the very way that it ought to forget, and wait 5 s.
    private static boolean wouldStall(Node peer) {
        int version = peer.host().capabilityVersion();
        return peer.presence().isOnline() && version >= FIRST_THAT_STALLS && version < FIRST_THAT_STALLS_NO_LONGER;
    }

    /// The address at which others see the client, if it knows: it comes first (tailscale `wgengine/magicsock`,
    /// `determineEndpoints`).
    private static Optional<IpAddress> outside(MapRequest request) {
        return request.endpoints().stream()
                .findFirst()
                .filter(Report::isUsable)
                .filter(_ -> request.endpointTypes().stream().limit(1).anyMatch(SEEN_BY_OTHERS::contains))
                .map(Endpoint::address);
    }
}
