package net.headscale.admin;

import net.headscale.coordinator.Coordinator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// `/api/v1/tailnet`: ours beside the peer's paths. Only for who may do everything.
final class TailnetEndpoints {
    private final Coordinator coordinator;

    TailnetEndpoints(Coordinator coordinator) {
        this.coordinator = coordinator;
    }

    JsonNode list(Call call) {
        call.access().requireWholeServer();
        ArrayNode tailnets = Shapes.list();
        coordinator
                .all()
                .forEach(writer -> tailnets.add(Shapes.tailnet(writer.current().tailnet())));
        return Shapes.of("tailnets", tailnets);
    }

    JsonNode create(Call call) {
        call.access().requireWholeServer();
        String name = call.body().text("name").orElseThrow(() -> new Unanswerable(400, "name: is missing"));
        return Shapes.of(
                "tailnet", Shapes.tailnet(coordinator.create(name).current().tailnet()));
    }

    JsonNode rename(Call call) {
        call.access().requireWholeServer();
        String name = call.request().parameter("newName");
        coordinator.rename(call.request().parameter("name"), name);
        return Shapes.of(
                "tailnet", Shapes.tailnet(coordinator.require(name).current().tailnet()));
    }

    JsonNode destroy(Call call) {
        call.access().requireWholeServer();
        boolean isForced = call.request().query("force").orElse("").equals("true");
        coordinator.destroy(call.request().parameter("name"), isForced);
        return Shapes.object();
    }
}
