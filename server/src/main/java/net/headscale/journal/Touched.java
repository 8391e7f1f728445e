package net.headscale.journal;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.PreauthKeyId;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.UserId;

/// The entities that some changes are about: those whose stored form is to be replaced by what the tailnet holds after
/// the changes, and removed when it holds them no more.
///
/// @param isPolicy whether the policy is among them
/// @param isName whether the tailnet's own name is
public record Touched(
        Set<NodeId> nodes, Set<UserId> users, Set<PreauthKeyId> preauthKeys, boolean isPolicy, boolean isName) {
    public Touched {
        nodes = Set.copyOf(nodes);
        users = Set.copyOf(users);
        preauthKeys = Set.copyOf(preauthKeys);
    }

    /// Everything that a tailnet holds.
    public static Touched all(Tailnet tailnet) {
        return new Touched(
                tailnet.nodes().ids(),
                tailnet.users().ids(),
                tailnet.preauthKeys().ids(),
                true,
                true);
    }

    /// Everything that `changes` name.
    public static Touched by(Collection<? extends Change.Durable> changes) {
        Set<NodeId> nodes = new LinkedHashSet<>();
        Set<UserId> users = new LinkedHashSet<>();
        Set<PreauthKeyId> preauthKeys = new LinkedHashSet<>();
        boolean isPolicy = false;
        boolean isName = false;
        for (Change.Durable change : changes) {
            change.subject().ifPresent(nodes::add);
            switch (change) {
                case Change.UserSet(var user) -> users.add(user.id());
                case Change.UserRemoved(UserId user) -> users.add(user);
                case Change.PreauthKeySet(var key) -> preauthKeys.add(key.id());
                case Change.PreauthKeyRemoved(PreauthKeyId key) -> preauthKeys.add(key);
                case Change.PolicySet _ -> isPolicy = true;
                case Change.TailnetRenamed _ -> isName = true;
                case Change.NodeJoined _,
                        Change.NodeLoggedIn _,
                        Change.NodeRenamed _,
                        Change.NodeRemoved _,
                        Change.KeyExpirySet _,
                        Change.RoutesApproved _,
                        Change.SharesSet _,
                        Change.OwnerSet _,
                        Change.AddressesSet _ -> {}
            }
        }
        return new Touched(nodes, users, preauthKeys, isPolicy, isName);
    }
}
