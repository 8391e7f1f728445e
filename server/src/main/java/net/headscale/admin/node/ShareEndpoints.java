package net.headscale.admin.node;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.headscale.admin.call.Call;
import net.headscale.admin.call.Offer;
import net.headscale.admin.call.Schemas;
import net.headscale.admin.call.Unanswerable;
import net.headscale.admin.openapi.Operation;
import net.headscale.admin.openapi.Schema;
import net.headscale.admin.openapi.Schema.Field;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.Decision;
import net.headscale.coordinator.Refusal;
import net.headscale.coordinator.RefusedException;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.TailnetId;
import tools.jackson.databind.JsonNode;

/// `/api/v1/node/{id}/share` and `unshare`: with which other tailnets a node is shared.
///
/// Only for who may do everything: a share concerns two tailnets.
public final class ShareEndpoints {
    private final Coordinator coordinator;

    public ShareEndpoints(Coordinator coordinator) {
        this.coordinator = coordinator;
    }

    /// All of them.
    public List<Offer> offers() {
        return List.of(
                new Offer(
                        operation("share", "shareNode", "Lets another tailnet's nodes connect to a node"), this::share),
                new Offer(operation("unshare", "unshareNode", "Ends that"), this::unshare));
    }

    private static Operation operation(String verb, String name, String summary) {
        return Offer.operation("POST", "node/{id}/" + verb, name, summary)
                .taking(Field.required("tailnet", Schema.TEXT, "the name of the other tailnet"))
                .answering("node", Schemas.NODE);
    }

    /// Lets the nodes of another tailnet connect to a node.
    JsonNode share(Call call) {
        return edit(call, Set::add);
    }

    /// Ends that.
    JsonNode unshare(Call call) {
        return edit(call, Set::remove);
    }

    /// What becomes of the tailnets that a node is shared with.
    private interface Edit {
        boolean of(Set<TailnetId> shares, TailnetId other);
    }

    private JsonNode edit(Call call, Edit edit) {
        call.access().requireWholeServer();
        String name = call.body().text("tailnet").orElseThrow(() -> new Unanswerable(400, "tailnet: is missing"));
        TailnetId other = coordinator.require(name).current().tailnet().id();
        NodeId id = call.nodeId();
        call.submit(scene -> {
            if (other.equals(scene.tailnet().id())) {
                throw new RefusedException(new Refusal.Unfit("the node is in the tailnet " + name + " already"));
            }
            Node node = scene.tailnet().nodes().find(id).orElseThrow(() -> unknown(id));
            TreeSet<TailnetId> shares = new TreeSet<>(node.shares());
            return edit.of(shares, other)
                    ? Decision.of(new Change.SharesSet(id, shares), true)
                    : Decision.unchanged(false);
        });
        return NodeEndpoints.answer(call, id);
    }

    private static RefusedException unknown(NodeId id) {
        return new RefusedException(new Refusal.NodeUnknown(id));
    }
}
