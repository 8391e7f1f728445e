package net.headscale.registration;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.headscale.coordinator.Allocator;
import net.headscale.coordinator.Command;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.Directory;
import net.headscale.coordinator.Refusal;
import net.headscale.coordinator.RefusedException;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.tailnet.Lifetime;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.Tag;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.tailcfg.RegisterRequest;

/// Has nodes let in that somebody answers for: finds their addresses, tags and the end of their key.
///
/// Thread-safe; calls block until the admission is durable.
///
/// @param keyLifetime how long node keys last; zero: for ever
record Admissions(Coordinator coordinator, Duration keyLifetime, Clock clock) {
    static final String OTHER_MACHINE = "node exists with a different machine key";

    /// Lets a node in.
    ///
    /// @param chosen addresses that an administrator chose
    /// @param price what has to be decided together with the admission
    /// @throws RefusedException if its keys are another machine's, or it cannot have an address or a tag
    Node admit(
            TailnetWriter writer,
            Admission.Applicant applicant,
            Admission.Terms terms,
            List<IpAddress> chosen,
            UnaryOperator<Command<NodeId>> price) {
        if (isAnothers(applicant.keys().node(), applicant.keys().machine())) {
            throw new RefusedException(new Refusal.Unfit(OTHER_MACHINE));
        }
        Allocator.Lease lease = coordinator.allocator().lease(wish(writer, applicant, terms, chosen));
        try {
            var admission = new Admission(applicant, terms, terms.owner(), lease, coordinator.limits());
            NodeId id = writer.submit(price.apply(tagged(admission)));
            return writer.current()
                    .tailnet()
                    .nodes()
                    .find(id)
                    .orElseThrow(() -> new RefusedException(new Refusal.NodeUnknown(id)));
        } finally {
            coordinator.allocator().settle(lease.addresses());
        }
    }

    /// Which addresses the policy has for a node of this owner, and of the tags that it asks for.
    private static Allocator.Wish wish(
            TailnetWriter writer, Admission.Applicant applicant, Admission.Terms terms, List<IpAddress> chosen) {
        var policy = writer.current().derived().policy();
        List<Tag> wanted = applicant.hostinfo().requestTags().stream()
                .filter(Tag::isValid)
                .map(Tag::new)
                .toList();
        Ownership owner = terms.owner().isTagged() || wanted.isEmpty()
                ? terms.owner()
                : Ownership.tagged(terms.owner().user(), wanted);
        return new Allocator.Wish(
                chosen, policy.poolsFor(owner), !policy.policy().disablesIpv4());
    }

    /// The tags that the node has, where a key changes none; or those of its key; or those that it asks for, given that
    /// its owner may give them.
    private static Command<NodeId> tagged(Admission admission) {
        List<String> wanted = admission.applicant().hostinfo().requestTags();
        return scene -> {
            Ownership given = admission
                    .keptBy(scene.tailnet(), scene.now())
                    .orElse(admission.terms().owner());
            if (given.isTagged()
                    && !given.tags().stream().map(Tag::text).toList().containsAll(wanted)) {
                throw notPermitted(wanted);
            }
            if (given.isTagged()) {
                return admission.on(admission.terms().ownedBy(given)).decide(scene);
            }
            if (wanted.isEmpty()) {
                return admission.decide(scene);
            }
            var policy = scene.view().derived().policy();
            boolean isAllowed = wanted.stream()
                    .allMatch(tag -> Tag.isValid(tag) && policy.mayTag(given.user(), List.of(), new Tag(tag)));
            if (!isAllowed) {
                throw notPermitted(wanted);
            }
            Ownership wished =
                    Ownership.tagged(given.user(), wanted.stream().map(Tag::new).toList());
            return admission.on(admission.terms().ownedBy(wished)).decide(scene);
        };
    }

    private static RefusedException notPermitted(List<String> wanted) {
        return new RefusedException(new Refusal.Unfit(
                "requested tags " + wanted.toString().replace(", ", " ") + " are invalid or not permitted"));
    }

    /// When the key of a node that joins now ends: as it wishes, but no later than the server's keys.
    Instant keyExpiry(RegisterRequest request) {
        Instant ours = keyLifetime.isZero() ? Lifetime.NEVER : clock.instant().plus(keyLifetime);
        Instant wish = request.expiry();
        return wish != null && wish.isBefore(ours) ? wish : ours;
    }

    /// Whether another machine uses a node key, or has used it.
    boolean isAnothers(NodeKey key, MachineKey machine) {
        Directory directory = coordinator.directory();
        return Stream.concat(
                        directory
                                .find(key)
                                .flatMap(coordinator::find)
                                .map(node -> node.keys().machine())
                                .stream(),
                        directory.formerMachineOf(key).stream())
                .anyMatch(other -> !other.equals(machine));
    }
}
