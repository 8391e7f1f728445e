package net.headscale.admin.node;

import java.util.ArrayList;
import java.util.List;
import net.headscale.admin.call.Call;
import net.headscale.admin.call.Offer;
import net.headscale.admin.call.Schemas;
import net.headscale.admin.call.Shapes;
import net.headscale.admin.call.Unanswerable;
import net.headscale.admin.openapi.Schema;
import net.headscale.coordinator.Allocator;
import net.headscale.coordinator.Decision;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Node;
import net.headscale.wire.net.IpAddress;
import tools.jackson.databind.JsonNode;

/// `/api/v1/node/backfillips`: gives nodes the addresses that they lack, and takes those of families that are no
/// more.
public final class Backfill {
    private final Allocator allocator;

    public Backfill(Allocator allocator) {
        this.allocator = allocator;
    }

    /// The endpoint.
    public Offer offer() {
        return new Offer(
                Offer.operation("POST", "node/backfillips", "backfillNodeIPs", "Gives nodes the addresses they lack")
                        .query("confirmed", Schema.FLAG, "must be true")
                        .answering("changes", Schemas.TEXTS),
                this::run);
    }

    JsonNode run(Call call) {
        if (!call.request().query("confirmed").orElse("").equalsIgnoreCase("true")) {
            throw new Unanswerable(400, "not confirmed: addresses of nodes would change");
        }
        List<String> changes = new ArrayList<>();
        for (Node node : List.copyOf(call.tailnet().nodes().values())) {
            fill(call, node, changes);
        }
        return Shapes.of("changes", Shapes.texts(changes));
    }

    private void fill(Call call, Node node, List<String> changes) {
        var policy = call.view().derived().policy();
        boolean hasIpv4 = !policy.policy().disablesIpv4();
        if (isComplete(node, hasIpv4)) {
            return;
        }
        var lease = allocator.lease(new Allocator.Wish(List.of(), policy.poolsFor(node.owner()), hasIpv4));
        try {
            List<IpAddress> addresses = merge(node.addresses(), lease.addresses());
            call.submit(scene -> scene.tailnet().nodes().contains(node.id())
                    ? Decision.of(new Change.AddressesSet(node.id(), addresses), true)
                    : Decision.unchanged(false));
            changes.add(node.name().label() + ": " + node.addresses() + " became " + addresses);
        } finally {
            allocator.settle(lease.addresses());
        }
    }

    /// Whether it has an address of each family that its tailnet hands out, and of none that nobody hands out.
    private boolean isComplete(Node node, boolean hasIpv4) {
        List<IpAddress> blocks = allocator.blocks().stream()
                .map(block -> block.prefix().address())
                .toList();
        List<IpAddress> due =
                blocks.stream().filter(address -> hasIpv4 || address.isIpv6()).toList();
        List<Boolean> own = families(node.addresses());
        return own.containsAll(families(due)) && families(blocks).containsAll(own);
    }

    /// For each family that is handed out, the address that the node has, or the new one.
    private static List<IpAddress> merge(List<IpAddress> own, List<IpAddress> offered) {
        return offered.stream()
                .map(offer -> own.stream()
                        .filter(address -> address.isIpv6() == offer.isIpv6())
                        .findFirst()
                        .orElse(offer))
                .toList();
    }

    private static List<Boolean> families(List<IpAddress> addresses) {
        return addresses.stream().map(IpAddress::isIpv6).distinct().sorted().toList();
    }
}
