package net.headscale.ssh;

import java.util.Optional;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.policy.SshCheck;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Ownership;

/// Somebody on one node who wants to log in to another.
///
/// @param tailnet of both
/// @param user the local user on the destination
public record SshLogin(TailnetWriter tailnet, NodeId source, NodeId destination, String user) {
    /// What the policy says of it now.
    SshCheck check() {
        return tailnet.current().derived().policy().sshCheck(source, destination, user);
    }

    /// A node that is in the tailnet now.
    public Optional<Node> node(NodeId id) {
        return tailnet.current().tailnet().nodes().find(id);
    }

    /// Whom an approval is about. A source that has another owner by now is somebody else.
    Optional<Ends> ends() {
        return node(source).map(node -> new Ends(source, node.owner(), destination));
    }

    /// The two ends of logins, whatever the local user.
    record Ends(NodeId source, Ownership owner, NodeId destination) {}
}
