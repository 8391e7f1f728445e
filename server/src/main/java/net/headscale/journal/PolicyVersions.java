package net.headscale.journal;

import java.util.List;
import java.util.Optional;
import net.headscale.tailnet.PolicyText;
import net.headscale.tailnet.Revision;
import net.headscale.tailnet.TailnetId;

/// Every policy that a tailnet ever had; kept until the tailnet is removed. Thread-safe.
public interface PolicyVersions {
    /// The newest versions, the newest first.
    ///
    /// @param most how many at most
    /// @throws JournalUnavailable if the store cannot be reached
    List<PolicyVersion> newest(TailnetId tailnet, int most);

    /// The policy that a revision brought in force.
    ///
    /// @throws JournalUnavailable if the store cannot be reached
    Optional<PolicyText> find(TailnetId tailnet, Revision revision);
}
