package net.headscale.admin.node;

import java.util.List;
import java.util.function.Predicate;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.TailnetId;
import net.headscale.tailnet.UserId;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;

/// The logins that wait for an administrator, as `registration` keeps them.
public interface Logins {
    /// Lets the waiting node in, and answers its client at once.
    ///
    /// @param tailnet where it joins
    /// @param owner whose it becomes
    /// @param waiting the auth id of the login page, or the machine's key (`mkey:` and hex, or bare hex), of whose
    ///     logins the newest counts
    /// @param chosen the addresses that it gets, at most one of each prefix; others are given as usual
    /// @return the node that joined
    /// @throws net.headscale.coordinator.RefusedException if nobody waits under it
    NodeId letIn(TailnetId tailnet, UserId owner, String waiting, List<IpAddress> chosen);

    /// Turns a waiting node away, and tells its client so.
    ///
    /// @param waiting as for [#letIn]
    /// @throws net.headscale.coordinator.RefusedException if nobody waits under it
    void turnAway(String waiting);

    /// Decides on an SSH login that waits for a check.
    ///
    /// @param isMeant the tailnets that whoever decides may decide for
    /// @return whether one waits there under this id
    boolean decideSsh(String waiting, boolean isApproved, Predicate<TailnetId> isMeant);

    /// Has a machine that does not exist wait to be let in: for tests of tools.
    ///
    /// @param authId under which it waits; one of the form `hskey-authreq-…`
    /// @param routes that it offers to serve
    /// @return its machine key and node key
    Planted plant(String authId, String hostname, List<Prefix> routes);

    /// The keys of a machine that does not exist.
    record Planted(MachineKey machine, NodeKey node) {}
}
