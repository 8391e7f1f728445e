package net.headscale.app;

import java.util.ArrayList;
import java.util.List;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.Publication;
import net.headscale.route.Served;
import net.headscale.route.Shadows;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.net.Prefix;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the operator of a route that takes traffic from another router's from now on, however it came to be served:
/// by an administrator, by the policy, or by the client that offers it.
final class ShadowedRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowedRoutes.class);

    private ShadowedRoutes() {}

    static void warnOf(Coordinator coordinator) {
        coordinator.watch(ShadowedRoutes::look);
    }

    private static void look(Publication publication) {
        for (NodeId id : publication.touched()) {
            publication.after().tailnet().nodes().find(id).ifPresent(node -> look(publication, node));
        }
    }

    private static void look(Publication publication, Node node) {
        List<Prefix> fresh = new ArrayList<>(Served.by(node).subnets());
        if (fresh.isEmpty()) {
            return;
        }
        publication
                .before()
                .tailnet()
                .nodes()
                .find(node.id())
                .ifPresent(former -> fresh.removeAll(Served.by(former).subnets()));
        if (fresh.isEmpty()) {
            return; // a router that goes on as before: all nodes would be looked through for nothing
        }
        Shadows.of(node, fresh, publication.after().tailnet().nodes().values())
                .forEach(shadow -> LOG.atWarn()
                        .addKeyValue("tailnet", publication.after().tailnet().name())
                        .addKeyValue("remedy", "withdraw one of the two, unless it is meant so")
                        .log(shadow));
    }
}
