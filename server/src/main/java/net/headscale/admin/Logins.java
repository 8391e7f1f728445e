package net.headscale.admin;

import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.TailnetId;
import net.headscale.tailnet.UserId;

/// The logins that wait for an administrator, as `registration` keeps them.
public interface Logins {
    /// Lets the waiting node in, and answers its client at once.
    ///
    /// @param tailnet where it joins
    /// @param owner whose it becomes
    /// @param waiting the auth id of the login page, or the machine's key (`mkey:` and hex, or bare hex), of whose
    /// logins the newest counts
    /// @return the node that joined
    /// @throws net.headscale.coordinator.RefusedException if nobody waits under it
    NodeId letIn(TailnetId tailnet, UserId owner, String waiting);
}
