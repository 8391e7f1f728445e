package net.headscale.netmap;

import java.util.Collection;
import net.headscale.policy.CompiledPolicy;
import net.headscale.policy.Policy;
import net.headscale.policy.Reading;
import net.headscale.route.Routes;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Tailnet;

/// What follows from a tailnet: what its policy says of its nodes, and who serves which prefix.
///
/// @param policy compiled for exactly this tailnet
/// @param routes with a primary for each subnet route
public record Derived(CompiledPolicy policy, Routes routes) {
    /// Derived without a past.
    public static Derived of(Tailnet tailnet) {
        return new Derived(read(tailnet).compile(tailnet), Routes.of(tailnet));
    }

    /// What follows from the same tailnet later.
    ///
    /// @param before the tailnet that this was derived from
    /// @param touched every node that joined, left or changed since
    Derived after(Tailnet before, Tailnet next, Collection<NodeId> touched) {
        boolean isSamePolicy =
                before.policy().equals(next.policy()) && before.users().isSameAs(next.users());
        CompiledPolicy compiled =
                isSamePolicy ? policy.after(next, touched) : read(next).compile(next);
        return new Derived(compiled, routes.after(next));
    }

    /// The policy that a tailnet holds. One that is refused never gets into a tailnet; should a former server have left
    /// one, nobody reaches anybody until it is replaced.
    private static Policy read(Tailnet tailnet) {
        return switch (Policy.parse(tailnet.policy().text())) {
            case Reading.Accepted(Policy accepted) -> accepted;
            case Reading.Refused(var why) ->
                throw new IllegalStateException("stored policy of tailnet " + tailnet.id() + " is refused: " + why);
        };
    }
}
