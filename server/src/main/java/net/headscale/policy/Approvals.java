package net.headscale.policy;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import net.headscale.policy.language.Autogroup;
import net.headscale.policy.language.PolicyDocument;
import net.headscale.policy.language.Selector;
import net.headscale.policy.membership.People;
import net.headscale.route.Served;
import net.headscale.route.ServerAddresses;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.Tag;
import net.headscale.tailnet.User;
import net.headscale.wire.net.Prefix;

/// Answers what users and nodes may take for themselves: tags and routes.
final class Approvals {
    private final PolicyDocument document;

    Approvals(PolicyDocument document) {
        this.document = document;
    }

    /// What `node`, brought in by `user`, may serve: what was approved before, and what it may serve unasked.
    ///
    /// @param server where no route of its own leads by a policy alone
    SortedSet<Prefix> approvedFor(Node node, Optional<User> user, ServerAddresses server) {
        SortedSet<Prefix> approved = new TreeSet<>(node.approvedRoutes());
        for (Prefix route : node.advertisedRoutes()) {
            if (!approved.contains(route) && !server.mayBe(route) && approves(node, user, route)) {
                approved.add(route);
            }
        }
        return approved;
    }

    private boolean approves(Node node, Optional<User> user, Prefix route) {
        if (route.isDefaultRoute()) {
            return isAny(document.approvers().exits(), node, user);
        }
        return Served.mayBeServed(route)
                && document.approvers().routes().entrySet().stream()
                        .filter(entry -> entry.getKey().contains(route))
                        .anyMatch(entry -> isAny(entry.getValue(), node, user));
    }

    private boolean isAny(List<Selector> approvers, Node node, Optional<User> user) {
        Optional<User> owner = node.owner().isTagged() ? Optional.empty() : user;
        return approvers.stream()
                .anyMatch(approver -> is(approver, owner, node.owner().tags()));
    }

    /// Whether a selector stands for a user, or for a node with these tags.
    private boolean is(Selector selector, Optional<User> user, Collection<Tag> tags) {
        return switch (selector) {
            case Selector.Tagged(Tag tag) -> tags.contains(tag);
            case Selector.Login login ->
                user.filter(u -> People.namesOf(u).contains(login.text())).isPresent();
            case Selector.Domain domain ->
                user.filter(u -> People.domainOf(u).equals(domain.domain())).isPresent();
            case Selector.Group group ->
                document.definitions().groups().getOrDefault(group.text(), List.of()).stream()
                        .anyMatch(member -> is(member, user, tags));
            case Selector.Auto(Autogroup group) when group == Autogroup.TAGGED -> !tags.isEmpty();
            case Selector.Auto(Autogroup group) when group == Autogroup.MEMBER -> user.isPresent();
            case Selector.Auto(Autogroup group) ->
                user.filter(u -> People.isIn(u, group)).isPresent();
            case Selector.Everyone _ -> true;
            case Selector.Literal _, Selector.Host _, Selector.IpSet _ -> false;
        };
    }

    /// Whether the policy defines a tag.
    boolean isKnown(Tag tag) {
        return document.definitions().tagOwners().containsKey(tag);
    }

    /// Whether `user` may give a tag, or a node that has `current` may take it; owning a tag that owns
    /// it is enough.
    boolean mayTag(Optional<User> user, Collection<Tag> current, Tag wanted) {
        boolean isAdmin = user.filter(u -> People.isIn(u, Autogroup.ADMIN)).isPresent();
        return isKnown(wanted) && (isAdmin || isOwned(user, current, wanted));
    }

    /// Goes from a tag to the tags that own it, each once: a circle adds nobody.
    private boolean isOwned(Optional<User> user, Collection<Tag> current, Tag wanted) {
        Map<Tag, List<Selector>> owners = document.definitions().tagOwners();
        Set<Tag> asked = new HashSet<>(List.of(wanted));
        Deque<Tag> open = new ArrayDeque<>(asked);
        while (!open.isEmpty()) {
            for (Selector owner : owners.getOrDefault(open.remove(), List.of())) {
                if (is(owner, user, current)) {
                    return true;
                }
                if (owner instanceof Selector.Tagged(Tag tag) && asked.add(tag)) {
                    open.add(tag);
                }
            }
        }
        return false;
    }
}
