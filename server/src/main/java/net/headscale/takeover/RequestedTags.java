package net.headscale.takeover;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.headscale.policy.CompiledPolicy;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.Tag;

/// The tags that nodes only asked for. Until 0.27 they counted while the policy let the node's owner give them, and
/// were kept
/// nowhere; 0.28 makes them the node's own when it is upgraded (headscale `hscontrol/db/db.go`), and so does an import.
final class RequestedTags {
    private final CompiledPolicy policy;
    private final Findings findings;

    private RequestedTags(CompiledPolicy policy, Findings findings) {
        this.policy = policy;
        this.findings = findings;
    }

    /// The nodes of an origin with all their tags.
    ///
    /// @param policy of the origin, compiled for its users
    static List<Node> given(Origin origin, List<Node> nodes, CompiledPolicy policy, Findings findings) {
        Set<NodeId> asking = new HashSet<>();
        for (Row row : origin.rows("nodes", "machines")) {
            if (!row.has("tags")) {
                asking.add(new NodeId(row.number("id")));
            }
        }
        RequestedTags requested = new RequestedTags(policy, findings);
        return nodes.stream()
                .map(node -> asking.contains(node.id()) ? requested.given(node) : node)
                .toList();
    }

    private Node given(Node node) {
        Ownership owner = node.owner();
        Set<Tag> tags = new TreeSet<>(owner.tags());
        List<String> refused = new ArrayList<>();
        for (String text : node.host().hostinfo().requestTags()) {
            if (Tag.isValid(text) && policy.mayTag(owner.user(), List.of(), new Tag(text))) {
                tags.add(new Tag(text));
            } else {
                refused.add(text);
            }
        }
        if (tags.isEmpty() && !refused.isEmpty()) {
            findings.note(
                    "node " + node.id() + " asks for " + String.join(", ", refused)
                            + ", which the policy does not let its user give, and stays its user's: tag it by headscale nodes tag");
        }
        return node.withOwner(Ownership.tagged(owner.user(), tags));
    }
}
