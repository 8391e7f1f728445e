package net.headscale.takeover;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.headscale.journal.Amount;
import net.headscale.journal.ApiKey;
import net.headscale.journal.Created;
import net.headscale.journal.IdKind;
import net.headscale.journal.Journal;
import net.headscale.journal.JournalClash;
import net.headscale.journal.OAuthClient;
import net.headscale.journal.postgres.PostgresServer;
import net.headscale.policy.CompiledPolicy;
import net.headscale.policy.Policy;
import net.headscale.policy.Reading;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.PolicyText;
import net.headscale.tailnet.PreauthKey;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;

/// What a headscale database says, in our words: one tailnet, and the keys and clients of the API.
///
/// @param tailnet with everything in it
/// @param apiKeys of the whole server
/// @param oauthClients of the tailnet
/// @param findings what came up; with a problem among them, the rest is not whole
public record Takeover(Tailnet tailnet, List<ApiKey> apiKeys, List<OAuthClient> oauthClients, Findings findings) {
    public Takeover {
        apiKeys = List.copyOf(apiKeys);
        oauthClients = List.copyOf(oauthClients);
    }

    private static final TailnetId TAILNET = new TailnetId(1);

    /// Where a headscale keeps its data.
    public sealed interface From {
        /// A file of this machine.
        record Sqlite(Path file) implements From {}

        /// A PostgreSQL database.
        record Postgres(PostgresServer server) implements From {}
    }

    /// Reads an origin; nothing of it is changed.
    ///
    /// @param name what the tailnet is called here
    /// @param policy in the place of the origin's; empty: the origin's
    /// @throws net.headscale.journal.JournalUnavailable if it cannot be read
    public static Takeover read(From from, String name, Optional<String> policy) {
        Origin origin = Origin.read(from);
        Findings findings = Findings.none();
        if (!origin.isHeadscale()) {
            findings.problem("it is not the database of a headscale: it has no nodes and pre_auth_keys");
        }
        if (origin.has("credentials")) {
            findings.note("its keys are those of a development version: they are left behind");
        }
        People people = People.read(origin, findings);
        Map<Long, PreauthKey> keys = Keys.preauthKeys(origin, people, findings);
        List<Change> facts = new ArrayList<>();
        people.all().forEach(user -> facts.add(new Change.UserSet(user)));
        keys.values().forEach(key -> facts.add(new Change.PreauthKeySet(key)));
        PolicyText text = policy(origin, policy, findings);
        facts.add(new Change.PolicySet(text));
        CompiledPolicy compiled =
                read(text, findings).compile(Tailnet.empty(TAILNET, name).after(facts));
        List<Node> nodes =
                RequestedTags.given(origin, Machines.read(origin, people, keys, findings), compiled, findings);
        nodes.forEach(node -> facts.add(new Change.NodeJoined(node)));
        checkUnique(nodes, findings);
        Tailnet tailnet = Tailnet.empty(TAILNET, name).after(facts);
        return new Takeover(
                tailnet, Keys.apiKeys(origin, findings), Keys.oauthClients(origin, TAILNET, findings), findings);
    }

    /// headscale does not keep two nodes from having the same key or address; we do.
    private static void checkUnique(List<Node> nodes, Findings findings) {
        Map<Object, Node> holders = new HashMap<>();
        for (Node node : nodes) {
            Stream<Object> unique = Stream.concat(
                    node.addresses().stream(), Stream.of(node.keys().node()));
            unique.forEach(what -> {
                Node other = holders.putIfAbsent(what, node);
                if (other != null) {
                    findings.problem("nodes " + other.id() + " and " + node.id() + " both have " + what
                            + ": delete the one that is not used in headscale");
                }
            });
        }
    }

    private static PolicyText policy(Origin origin, Optional<String> instead, Findings findings) {
        Optional<Row> newest = origin.rows("policies").stream().max(Comparator.comparingLong(row -> row.number("id")));
        String text = instead.or(() -> newest.flatMap(row -> row.text("data"))).orElse("");
        if (text.isBlank()) {
            findings.note("it holds no policy: until one is set, everybody may reach everybody");
            return PolicyText.NONE;
        }
        return new PolicyText(
                text, newest.flatMap(row -> row.moment("updated_at")).orElse(Instant.EPOCH));
    }

    private static Policy read(PolicyText text, Findings findings) {
        return switch (Policy.parse(text.text())) {
            case Reading.Accepted(Policy policy) -> policy;
            case Reading.Refused(var why) -> {
                findings.problem(
                        "its policy is refused (" + why + "): mend it and name the mended one by --policy FILE");
                yield Policy.denyAll();
            }
        };
    }

    /// Writes everything into an empty journal.
    ///
    /// @throws JournalClash if two nodes have the same key or address, or two keys the same prefix
    public void writeInto(Journal journal) {
        if (!(journal.create(tailnet) instanceof Created.Stored)) {
            throw new IllegalStateException("expected an empty journal, found the tailnet " + tailnet.name());
        }
        long highest = apiKeys.stream().mapToLong(ApiKey::id).max().orElse(0);
        if (highest > 0) {
            journal.leaseIds(IdKind.API_KEY, Math.toIntExact(highest));
        }
        apiKeys.forEach(journal.apiKeys()::add);
        oauthClients.forEach(journal.oauthClients()::add);
    }

    /// For people: `3 users, 40 nodes, 12 pre-auth keys, 1 API key, a policy of 120 lines`.
    public String summary() {
        return new Amount(tailnet.users().size(), "user") + ", "
                + new Amount(tailnet.nodes().size(), "node") + ", "
                + new Amount(tailnet.preauthKeys().size(), "pre-auth key") + ", "
                + new Amount(apiKeys.size(), "API key") + ", "
                + (oauthClients.isEmpty() ? "" : new Amount(oauthClients.size(), "OAuth client") + ", ")
                + (tailnet.policy().isNone()
                        ? "no policy"
                        : "a policy of "
                                + new Amount(tailnet.policy().text().lines().count(), "line"));
    }
}
