package net.headscale.journal.memory;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import net.headscale.journal.ApiKey;
import net.headscale.journal.JournalClash;
import net.headscale.journal.OAuthClient;
import net.headscale.journal.OAuthClients;
import net.headscale.tailnet.TailnetId;

/// OAuth clients in memory. Thread-safe.
final class MemoryOAuthClients implements OAuthClients {
    private final Map<String, OAuthClient> clients = new ConcurrentHashMap<>();
    private final MemoryJournal journal;

    MemoryOAuthClients(MemoryJournal journal) {
        this.journal = journal;
    }

    @Override
    public List<OAuthClient> all() {
        journal.checkOpen();
        return clients.values().stream()
                .sorted(Comparator.comparing(OAuthClient::createdAt).thenComparing(OAuthClient::id))
                .toList();
    }

    @Override
    public Optional<OAuthClient> find(String id) {
        journal.checkOpen();
        return Optional.ofNullable(clients.get(id));
    }

    @Override
    public void add(OAuthClient client) {
        journal.checkOpen();
        if (client.scope() instanceof ApiKey.Scope.OneTailnet(TailnetId tailnet)
                && journal.load(tailnet).isEmpty()) {
            throw new JournalClash("there is no tailnet " + tailnet, null);
        }
        if (clients.putIfAbsent(client.id(), client) != null) {
            throw new JournalClash("another OAuth client has the id " + client.id(), null);
        }
    }

    @Override
    public void rehashed(ApiKey.Secret secret) {
        journal.checkOpen();
        clients.computeIfPresent(secret.prefix(), (_, client) -> client.withSecret(secret));
    }

    @Override
    public void remove(String id) {
        journal.checkOpen();
        clients.remove(id);
    }

    void removeOf(TailnetId tailnet) {
        clients.values().removeIf(client -> client.scope().equals(new ApiKey.Scope.OneTailnet(tailnet)));
    }
}
