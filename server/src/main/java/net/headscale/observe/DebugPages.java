package net.headscale.observe;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.http.Request;
import net.headscale.http.Response;
import net.headscale.http.Routes;
import net.headscale.netmap.View;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.PolicyText;
import net.headscale.wire.tailcfg.codec.DerpMapCodec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Pages below `/debug/` for people who look for a fault: JSON, or text where the thing is text. They hold no
/// secrets, but names and addresses of nodes. `?tailnet=NAME` chooses a tailnet other than `default`.
public final class DebugPages {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Gauges.Parts parts;
    private final Supplier<String> configuration;

    /// @param parts where the numbers are
    /// @param configuration as text, without secrets
    public DebugPages(Gauges.Parts parts, Supplier<String> configuration) {
        this.parts = parts;
        this.configuration = configuration;
    }

    /// Adds the pages.
    public void addTo(Routes routes) {
        Map<String, BiFunction<Request, View, Response>> pages = new TreeMap<>();
        pages.put("overview", (_, _) -> json(overview()));
        pages.put("config", (_, _) -> Response.text(200, configuration.get()));
        pages.put("policy", (_, view) -> policy(view));
        pages.put("nodestore", (_, view) -> json(nodes(view)));
        pages.put("routes", (_, view) -> json(routes(view)));
        pages.put(
                "derp",
                (_, view) -> Response.of(
                        200,
                        "application/json",
                        DerpMapCodec.encode(view.surroundings().derpMap())));
        pages.put("threads", (_, _) -> Response.text(200, threads()));
        String index = String.join("\n", pages.keySet()) + "\n";
        routes.add("GET", "/debug", _ -> Response.text(200, index));
        routes.add("GET", "/debug/", _ -> Response.text(200, index));
        pages.forEach((name, page) -> routes.add("GET", "/debug/" + name, request -> answer(request, page)));
    }

    private Response answer(Request request, BiFunction<Request, View, Response> page) {
        String name = request.query("tailnet").orElse(Coordinator.DEFAULT_TAILNET);
        return parts.coordinator()
                .find(name)
                .map(TailnetWriter::current)
                .map(view -> page.apply(request, view))
                .orElseGet(() -> Response.text(404, "no tailnet " + name + "\n"));
    }

    private static Response json(Object tree) {
        byte[] text = JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(tree);
        return Response.of(200, "application/json", text);
    }

    private ObjectNode overview() {
        ObjectNode json = NODES.objectNode();
        json.put("ready", parts.isReady().getAsBoolean())
                .put("sessions", parts.sessions().getAsInt())
                .put("waitingRenderings", parts.renderings().getAsInt())
                .put("waitingHandshakes", parts.handshakes().getAsInt());
        ArrayNode tailnets = json.putArray("tailnets");
        for (TailnetWriter writer : parts.coordinator().all()) {
            View view = writer.current();
            tailnets.addObject()
                    .put("name", view.tailnet().name())
                    .put("revision", view.tailnet().revision().toString())
                    .put("view", view.number())
                    .put("nodes", view.tailnet().nodes().size())
                    .put("users", view.tailnet().users().size())
                    .put("waitingCommands", writer.waiting());
        }
        return json;
    }

    private static Response policy(View view) {
        PolicyText policy = view.tailnet().policy();
        return policy.isNone() ? Response.text(404, "no policy is set\n") : Response.text(200, policy.text() + "\n");
    }

    private static ArrayNode nodes(View view) {
        ArrayNode nodes = NODES.arrayNode();
        view.tailnet().nodes().values().forEach(node -> write(nodes.addObject(), node));
        return nodes;
    }

    private static void write(ObjectNode json, Node node) {
        json.put("id", node.id().toString())
                .put("name", node.name().label())
                .put("hostname", node.name().hostname())
                .put("nodeKey", node.keys().node().toString())
                .put("owner", node.owner().toString())
                .put("presence", node.presence().toString())
                .put("keyExpiry", node.lifetime().keyExpiry().toString())
                .put("ephemeral", node.lifetime().isEphemeral())
                .put("capabilityVersion", node.host().capabilityVersion())
                .put("client", node.host().hostinfo().ipnVersion())
                .put("homeDerp", node.reach().homeDerp());
        add(json.putArray("addresses"), node.addresses());
        add(json.putArray("endpoints"), node.reach().endpoints());
    }

    private static ArrayNode routes(View view) {
        ArrayNode routes = NODES.arrayNode();
        for (Node node : view.tailnet().nodes().values()) {
            if (!node.advertisedRoutes().isEmpty() || !node.approvedRoutes().isEmpty()) {
                ObjectNode json = routes.addObject()
                        .put("id", node.id().toString())
                        .put("name", node.name().label());
                add(json.putArray("advertised"), node.advertisedRoutes());
                add(json.putArray("approved"), node.approvedRoutes());
                add(json.putArray("primary"), view.derived().routes().primaryRoutesOf(node));
            }
        }
        return routes;
    }

    private static void add(ArrayNode list, Iterable<?> values) {
        values.forEach(value -> list.add(value.toString()));
    }

    /// What platform threads do now; virtual ones are in a dump of `jcmd PID Thread.dump_to_file`.
    private static String threads() {
        var text = new StringBuilder();
        Thread.getAllStackTraces().forEach((thread, frames) -> {
            text.append(thread.getName()).append(' ').append(thread.getState()).append('\n');
            for (StackTraceElement frame : frames) {
                text.append("    at ").append(frame).append('\n');
            }
        });
        return text.toString();
    }
}
