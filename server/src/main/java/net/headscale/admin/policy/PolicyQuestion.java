package net.headscale.admin.policy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.headscale.admin.call.Call;
import net.headscale.admin.call.Offer;
import net.headscale.admin.call.Shapes;
import net.headscale.admin.call.Unanswerable;
import net.headscale.admin.openapi.Schema;
import net.headscale.admin.openapi.Schema.Field;
import net.headscale.coordinator.Refusal;
import net.headscale.coordinator.RefusedException;
import net.headscale.netmap.View;
import net.headscale.policy.Explanation;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.User;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/api/v1/policy/explain`: whether one node may reach another, and which lines of the policy let it.
///
/// @param tailnet both are in it
/// @param sources one node, or all that a user owns
/// @param destination whom they want to reach
/// @param port empty: any
record PolicyQuestion(Tailnet tailnet, List<Node> sources, Node destination, OptionalInt port) {
    private static final int LONGEST_LINE = 200; // a line of a policy, not a policy in one line

    static Offer offer() {
        Schema end = Schema.object(
                Field.required("id", Schema.ID, ""), Field.required("name", Schema.TEXT, "the name in the tailnet"));
        Schema rule = Schema.object(
                Field.required("section", Schema.TEXT, "acls or grants; none: the policy has neither"),
                Field.required("index", new Schema.Count(), "its place in the section, from 0"),
                Field.required("line", new Schema.Count(), "of the policy, from 1"),
                Field.required("protocol", new Schema.Count(), "of IP; -1: TCP, UDP and ICMP"),
                Field.required("text", Schema.TEXT, "that line"));
        Schema answer = Schema.object(
                Field.required("source", end, ""),
                Field.required("destination", end, ""),
                Field.required("allowed", Schema.FLAG, ""),
                Field.required("rules", Schema.listOf(rule), "those that allow it"));
        return new Offer(
                Offer.operation("GET", "policy/explain", "explainPolicy", "Tells which rules let one reach another")
                        .query("src", Schema.TEXT, "a node, or a user for all nodes of it")
                        .query("dst", Schema.TEXT, "NODE or NODE:PORT")
                        .answering("allowed", Schema.FLAG)
                        .answering("answers", Schema.listOf(answer)),
                PolicyQuestion::answer);
    }

    private static JsonNode answer(Call call) {
        View view = call.view();
        return of(call, view.tailnet()).answer(view);
    }

    private static PolicyQuestion of(Call call, Tailnet tailnet) {
        String target = asked(call, "dst");
        int colon = target.lastIndexOf(':');
        boolean isPortGiven = colon > 0 && (target.indexOf(':') == colon || target.charAt(colon - 1) == ']');
        String name = isPortGiven ? target.substring(0, colon) : target;
        OptionalInt port = isPortGiven ? OptionalInt.of(port(target.substring(colon + 1))) : OptionalInt.empty();
        Node destination = node(tailnet, name.replace("[", "").replace("]", ""))
                .orElseThrow(() -> new Unanswerable(404, "dst: no node " + name));
        return new PolicyQuestion(tailnet, sources(tailnet, asked(call, "src")), destination, port);
    }

    private static String asked(Call call, String name) {
        return call.request()
                .query(name)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new Unanswerable(400, name + ": is missing"));
    }

    private static int port(String text) {
        long port = Call.number("dst: the port", text);
        if (port > 65_535) {
            throw new Unanswerable(400, "dst: expected a port from 1 to 65535, found " + text);
        }
        return (int) port;
    }

    /// A node by id, name, host name or address.
    private static Optional<Node> node(Tailnet tailnet, String text) {
        return tailnet.nodeNamed(text)
                .or(() -> tailnet.nodes().values().stream()
                        .filter(node -> node.id().toString().equals(text)
                                || node.name().hostname().equals(text)
                                || node.addresses().stream()
                                        .anyMatch(address -> address.toString().equals(text)))
                        .findFirst());
    }

    private static List<Node> sources(Tailnet tailnet, String text) {
        Optional<Node> node = node(tailnet, text);
        if (node.isPresent()) {
            return List.of(node.get());
        }
        String login = text.endsWith("@") ? text.substring(0, text.length() - 1) : text;
        User user = tailnet.userNamed(login)
                .or(() -> tailnet.users().values().stream()
                        .filter(each -> each.profile().email().equals(text))
                        .findFirst())
                .orElseThrow(() -> new RefusedException(new Refusal.UserUnknown(text)));
        List<Node> own = tailnet.nodes().values().stream()
                .filter(each -> !each.owner().isTagged() && each.owner().user().equals(user.id()))
                .toList();
        if (own.isEmpty()) {
            throw new Unanswerable(404, "src: " + text + " owns no node");
        }
        return own;
    }

    private JsonNode answer(View view) {
        ArrayNode answers = Shapes.list();
        boolean areAllAllowed = true;
        for (Node source : sources) {
            Explanation why = view.derived().policy().explain(source.id(), destination.id(), port);
            answers.add(answer(source, why));
            areAllAllowed &= why.isAllowed();
        }
        ObjectNode json = Shapes.object().put("allowed", areAllAllowed);
        json.set("answers", answers);
        return json;
    }

    private ObjectNode answer(Node source, Explanation why) {
        ObjectNode json = Shapes.object();
        json.set("source", named(source));
        json.set("destination", named(destination));
        json.put("allowed", why.isAllowed());
        ArrayNode rules = json.putArray("rules");
        List<String> lines = tailnet.policy().text().lines().toList();
        for (Explanation.Reason reason : why.reasons()) {
            rules.add(Shapes.object()
                    .put("section", reason.section())
                    .put("index", reason.index())
                    .put("line", reason.line())
                    .put("protocol", reason.protocol())
                    .put("text", line(lines, reason.line())));
        }
        return json;
    }

    private static String line(List<String> lines, int number) {
        String line =
                number >= 1 && number <= lines.size() ? lines.get(number - 1).strip() : "";
        return line.substring(0, Math.min(line.length(), LONGEST_LINE));
    }

    private static ObjectNode named(Node node) {
        NodeId id = node.id();
        return Shapes.object().put("id", id.toString()).put("name", node.name().label());
    }
}
