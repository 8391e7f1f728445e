package net.headscale.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.headscale.wire.key.MachineKey;

/// The logins that wait for a person; kept, so that a page that was opened before a restart works after it.
///
/// Thread-safe; failures are those of [Journal].
public interface PendingLogins {
    /// Oldest first.
    List<PendingLogin> all();

    /// The login whose URL's secret has this hash.
    Optional<PendingLogin> find(String authIdHash);

    /// The login that a machine asked for last.
    Optional<PendingLogin> newestOf(MachineKey machine);

    /// Stores a login in the place of the one with the same hash, if there is one.
    void put(PendingLogin login);

    /// Removes a login; one that is not there is gone already.
    void remove(String authIdHash);

    /// Removes all that have run out at `now`.
    ///
    /// @return how many
    int removeExpired(Instant now);
}
