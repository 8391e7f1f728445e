package net.headscale.netmap;

import java.util.Collection;
import java.util.Optional;
import net.headscale.policy.CompiledPolicy;
import net.headscale.policy.Policy;
import net.headscale.policy.Reading;
import net.headscale.route.Routes;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.PolicyText;
import net.headscale.tailnet.Tailnet;

/// What follows from a tailnet: what its policy says of its nodes, and who serves which prefix.
///
/// @param policy compiled for exactly this tailnet
/// @param routes with a primary for each subnet route
public record Derived(CompiledPolicy policy, Routes routes) {
    /// Derived without a past.
    ///
    /// @param former earlier policies, the newest first: should the stored one be refused, as it may be after a
    ///     change of the server or of its database, the last good one stays in force; nobody reaches anybody where
    ///     there is none
    static Derived of(Tailnet tailnet, Iterable<PolicyText> former) {
        Policy policy = accepted(tailnet.policy()).orElseGet(() -> lastGood(former));
        return new Derived(policy.compile(tailnet), Routes.of(tailnet));
    }

    /// What follows from the same tailnet later.
    ///
    /// @param before the tailnet that this was derived from
    /// @param touched every node that joined, left or changed since
    Derived after(Tailnet before, Tailnet next, Collection<NodeId> touched) {
        boolean isSameText = before.policy().equals(next.policy());
        if (isSameText && before.users().isSameAs(next.users())) {
            return new Derived(policy.after(next, touched), routes.after(next, touched));
        }
        Policy inForce = isSameText ? policy.policy() : accepted(next.policy()).orElse(policy.policy());
        return new Derived(inForce.compile(next), routes.after(next, touched));
    }

    private static Optional<Policy> accepted(PolicyText policy) {
        return switch (Policy.parse(policy.text())) {
            case Reading.Accepted(Policy accepted) -> Optional.of(accepted);
            case Reading.Refused _ -> Optional.empty();
        };
    }

    private static Policy lastGood(Iterable<PolicyText> former) {
        for (PolicyText policy : former) {
            Optional<Policy> good = accepted(policy);
            if (good.isPresent()) {
                return good.get();
            }
        }
        return Policy.denyAll();
    }
}
