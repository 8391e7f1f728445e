package net.headscale.admin.node;

import net.headscale.admin.call.Body;
import net.headscale.admin.call.Call;
import net.headscale.admin.call.Offer;
import net.headscale.admin.call.Owners;
import net.headscale.admin.call.Schemas;
import net.headscale.admin.call.Unanswerable;
import net.headscale.admin.openapi.Schema;
import net.headscale.admin.openapi.Schema.Field;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.User;
import tools.jackson.databind.JsonNode;

/// `/api/v1/node/{id}/tailnet`: gives a node to another tailnet. Only for who may do everything.
public final class MoveEndpoint {
    private final Coordinator coordinator;

    public MoveEndpoint(Coordinator coordinator) {
        this.coordinator = coordinator;
    }

    /// The endpoint.
    public Offer offer() {
        return new Offer(
                Offer.operation("POST", "node/{id}/tailnet", "moveNodeToTailnet", "Gives a node to another tailnet")
                        .taking(
                                Field.required("tailnet", Schema.TEXT, "the name of the other tailnet"),
                                Field.of(
                                        "user", Schema.orNull(Schema.TEXT), "id or name there; its owner, if not said"))
                        .answering("node", Schemas.NODE),
                this::move);
    }

    private JsonNode move(Call call) {
        call.access().requireWholeServer();
        Body body = call.body();
        String name = body.text("tailnet").orElseThrow(() -> new Unanswerable(400, "tailnet: is missing"));
        TailnetWriter to = coordinator.require(name);
        User owner = Owners.named(to.current().tailnet(), body.id("user"));
        NodeId id = call.nodeId();
        coordinator.move(call.writer(), id, to, owner.id());
        return NodeEndpoints.answer(call.in(to), id);
    }
}
