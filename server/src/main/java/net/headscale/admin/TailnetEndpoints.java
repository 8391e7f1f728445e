package net.headscale.admin;

import java.util.List;
import net.headscale.admin.call.Call;
import net.headscale.admin.call.Offer;
import net.headscale.admin.call.Schemas;
import net.headscale.admin.call.Shapes;
import net.headscale.admin.call.Unanswerable;
import net.headscale.admin.openapi.Schema;
import net.headscale.admin.openapi.Schema.Field;
import net.headscale.coordinator.Coordinator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// `/api/v1/tailnet`: ours beside the peer's paths. Only for who may do everything.
final class TailnetEndpoints {
    private final Coordinator coordinator;

    TailnetEndpoints(Coordinator coordinator) {
        this.coordinator = coordinator;
    }

    List<Offer> offers() {
        return List.of(
                new Offer(
                        Offer.operation("GET", "tailnet", "listTailnets", "Lists the server's tailnets")
                                .answering("tailnets", Schema.listOf(Schemas.TAILNET)),
                        this::list),
                new Offer(
                        Offer.operation(
                                        "POST",
                                        "tailnet",
                                        "createTailnet",
                                        "Makes a tailnet, with an owner of its name")
                                .taking(Field.required("name", Schema.TEXT, ""))
                                .answering("tailnet", Schemas.TAILNET),
                        this::create),
                new Offer(
                        Offer.operation("POST", "tailnet/{name}/rename/{newName}", "renameTailnet", "Renames a tailnet")
                                .answering("tailnet", Schemas.TAILNET),
                        this::rename),
                new Offer(
                        Offer.operation("DELETE", "tailnet/{name}", "deleteTailnet", "Removes a tailnet")
                                .query("force", Schema.FLAG, "whether its nodes go with it"),
                        this::destroy));
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
        if (call.request().parameter("name").equals(Coordinator.DEFAULT_TAILNET)) {
            throw new Unanswerable(400, "the tailnet default keeps its name: it is meant where none is named");
        }
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
