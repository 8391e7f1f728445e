package net.headscale.journal;

import java.util.List;
import java.util.Optional;

/// The OAuth clients of all tailnets. Thread-safe; failures are those of [Journal].
public interface OAuthClients {
    /// In the order in which they were made.
    List<OAuthClient> all();

    /// The client of this id.
    Optional<OAuthClient> find(String id);

    /// Stores a new client.
    ///
    /// @throws JournalClash if another has its id, or there is no such tailnet
    void add(OAuthClient client);

    /// Keeps a client's secret as it is hashed now; the public part says whose. A client that was removed meanwhile
    /// stays so.
    void rehashed(ApiKey.Secret secret);

    /// Removes a client; one that is not there is gone already.
    void remove(String id);
}
