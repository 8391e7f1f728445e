package net.headscale.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The keys of the administration interface, of all tailnets. Thread-safe; failures are those of [Journal].
public interface ApiKeys {
    /// In the order of ids.
    List<ApiKey> all();

    /// The key whose public part this is.
    Optional<ApiKey> withPrefix(String prefix);

    /// Stores a key.
    ///
    /// @throws JournalClash if another key has the same id or prefix, or there is no such tailnet
    void add(ApiKey key);

    /// Keeps that a key was used, and its secret as it is hashed now. A key that was removed meanwhile stays so.
    void used(long id, ApiKey.Secret secret, Instant at);

    /// Has a key run out at `at`. A key that was removed meanwhile stays so.
    void expire(long id, Instant at);

    /// Removes a key; one that is not there is gone already.
    void remove(long id);
}
