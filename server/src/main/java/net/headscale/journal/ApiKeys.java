package net.headscale.journal;

import java.util.List;
import java.util.Optional;

/// The keys of the administration interface, of all tailnets. Thread-safe; failures are those of [Journal].
public interface ApiKeys {
    /// In the order of ids.
    List<ApiKey> all();

    /// The key whose public part this is.
    Optional<ApiKey> withPrefix(String prefix);

    /// Stores a key in the place of the one with the same id, if there is one.
    ///
    /// @throws JournalClash if another key has the same prefix, or there is no such tailnet
    void put(ApiKey key);

    /// Removes a key; one that is not there is gone already.
    void remove(long id);
}
