package net.headscale.journal;

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

    /// Stores a login in the place of those of its machine, unless too many wait: a new one never pushes out another
    /// machine's. Those that have run out when it is made go first.
    ///
    /// @param most how many may wait, over the whole server
    Put put(PendingLogin login, int most);

    /// Removes a login; one that is not there is gone already.
    void remove(String authIdHash);

    /// How storing a login ended.
    sealed interface Put {
        /// It waits.
        ///
        /// @param replaced the hashes of those that its machine had asked for before
        record Waits(List<String> replaced) implements Put {
            public Waits {
                replaced = List.copyOf(replaced);
            }
        }

        /// Too many wait; nothing was stored.
        record Full() implements Put {}
    }
}
