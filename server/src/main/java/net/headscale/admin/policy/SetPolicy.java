package net.headscale.admin.policy;

import java.util.ArrayList;
import java.util.List;
import net.headscale.coordinator.Command;
import net.headscale.coordinator.Decision;
import net.headscale.coordinator.Refusal;
import net.headscale.coordinator.RefusedException;
import net.headscale.policy.Policy;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.PolicyText;

/// Puts a policy in force, and with it the routes that it approves by itself.
///
/// @param policy what `text` says; it was checked
/// @param text as its author wrote it
/// @param author who sets it, for people
/// @param expected what the author began with, see [PolicyText#isExpected]; empty: whatever is there
public record SetPolicy(Policy policy, String text, String author, String expected) implements Command<PolicyText> {
    @Override
    public Decision<PolicyText> decide(Scene scene) {
        PolicyText former = scene.tailnet().policy();
        if (!expected.isEmpty() && !former.isExpected(expected)) {
            throw new RefusedException(new Refusal.PolicyChanged(
                    former.isNone() ? PolicyText.EXPECTS_NONE : former.etag(), former.author()));
        }
        if (former.text().equals(text)) {
            return Decision.unchanged(former);
        }
        PolicyText next = new PolicyText(text, scene.now(), author);
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.PolicySet(next));
        policy.approvals(scene.tailnet(), scene.view().surroundings().own())
                .forEach((node, routes) -> changes.add(new Change.RoutesApproved(node, routes)));
        return new Decision<>(changes, next);
    }
}
