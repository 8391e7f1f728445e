package net.headscale.policy;

import java.util.List;
import java.util.OptionalInt;
import net.headscale.policy.Explanation.Reason;
import net.headscale.policy.language.Rule;
import net.headscale.policy.membership.Blueprint.Entry;
import net.headscale.policy.membership.Membership;
import net.headscale.policy.membership.NodeClass;
import net.headscale.tailnet.Node;

/// Finds the rules that let one node reach another.
record Explainer(Membership membership) {
    List<Reason> reasons(int source, int destination, OptionalInt port) {
        return membership.blueprint().entries().stream()
                .filter(entry -> lets(entry, source, destination, port))
                .map(Explainer::reason)
                .distinct()
                .toList();
    }

    private static Reason reason(Entry entry) {
        Rule.Origin origin = entry.rule().origin();
        int protocol = entry.part() instanceof Rule.Opening opening ? opening.protocol() : -1;
        return new Reason(origin.section(), origin.index(), origin.line(), protocol);
    }

    private boolean lets(Entry entry, int source, int destination, OptionalInt port) {
        return entry.part() instanceof Rule.Opening opening
                && membership.classOf(source).isIn(entry.sources())
                && opening.targets().stream()
                        .filter(target -> isOpen(target, port))
                        .anyMatch(target -> leads(entry, target, source, destination));
    }

    private static boolean isOpen(Rule.Target target, OptionalInt port) {
        return port.isEmpty()
                || target.ports().stream()
                        .anyMatch(range -> range.first() <= port.getAsInt() && port.getAsInt() <= range.last());
    }

    private boolean leads(Entry entry, Rule.Target target, int source, int destination) {
        NodeClass theirs = membership.classOf(destination);
        if (entry.part().isSelf()) {
            return isSameUser(source, destination);
        }
        return entry.isVia()
                ? theirs.has(membership.blueprint().numberOfVia(entry.rule()))
                : theirs.has(membership.blueprint().numberOf(target.destination()));
    }

    private boolean isSameUser(int left, int right) {
        Node one = membership.census().present(left);
        Node other = membership.census().present(right);
        return !one.owner().isTagged()
                && !other.owner().isTagged()
                && one.owner().user().equals(other.owner().user());
    }
}
