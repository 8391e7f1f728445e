package net.headscale.takeover;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.headscale.credential.KeyText;
import net.headscale.journal.ApiKey;
import net.headscale.journal.OAuthClient;
import net.headscale.tailnet.Ownership;
import net.headscale.tailnet.PreauthKey;
import net.headscale.tailnet.PreauthKeyId;
import net.headscale.tailnet.Tag;
import net.headscale.tailnet.TailnetId;

/// The pre-auth and API keys and the OAuth clients of an origin.
final class Keys {
    private static final String PLAIN_SHA256 = "$sha256$"; // as development versions after 0.29 write it

    private Keys() {}

    /// By their number there, which they keep.
    static Map<Long, PreauthKey> preauthKeys(Origin origin, People people, Findings findings) {
        Map<Long, List<String>> tags = new LinkedHashMap<>();
        for (Row row : origin.rows("pre_auth_key_acl_tags")) { // until 0.23
            tags.computeIfAbsent(row.number("pre_auth_key_id"), _ -> new ArrayList<>())
                    .add(row.text("tag").orElse(""));
        }
        Map<Long, PreauthKey> keys = new LinkedHashMap<>();
        for (Row row : origin.rows("pre_auth_keys")) {
            long id = row.number("id");
            findings.reading(
                    "pre-auth key " + id,
                    () -> secret(row)
                            .ifPresentOrElse(
                                    secret -> keys.put(
                                            id, preauthKey(row, secret, people, tags.getOrDefault(id, List.of()))),
                                    () -> findings.note("pre-auth key " + id
                                            + " is left behind: what is kept of it is of no known kind")));
        }
        return keys;
    }

    private static PreauthKey preauthKey(Row row, PreauthKey.Secret secret, People people, List<String> moreTags) {
        List<String> tags = new ArrayList<>(row.list("tags"));
        tags.addAll(moreTags);
        Instant expiry =
                row.moment("revoked").or(() -> row.moment("expiration")).orElse(Instant.MAX);
        return new PreauthKey(
                new PreauthKeyId(row.number("id")),
                secret,
                Ownership.tagged(people.of(row), tags.stream().map(Tag::new).toList()),
                new PreauthKey.Terms(row.flag("reusable"), row.flag("ephemeral"), expiry),
                row.moment("created_at").orElse(Instant.EPOCH),
                row.flag("used"));
    }

    private static Optional<PreauthKey.Secret> secret(Row row) {
        Optional<String> prefix = row.text("prefix");
        if (prefix.isPresent()) {
            return row.text("hash")
                    .map(Keys::inOurWords)
                    .filter(KeyText::isHash)
                    .map(hash -> new PreauthKey.Secret(prefix.get(), hash));
        }
        return row.text("key") // until 0.27: the key itself
                .flatMap(text -> KeyText.parse(KeyText.Kind.AUTH, text))
                .map(text -> new PreauthKey.Secret(text.prefix(), text.hash()));
    }

    static List<ApiKey> apiKeys(Origin origin, Findings findings) {
        List<ApiKey> keys = new ArrayList<>();
        for (Row row : origin.rows("api_keys")) {
            long id = row.number("id");
            findings.reading("API key " + id, () -> {
                String hash = row.text("hash").map(Keys::inOurWords).orElse("");
                if (KeyText.isHash(hash)) {
                    keys.add(apiKey(row, hash));
                } else {
                    findings.note("API key " + id + " is left behind: what is kept of it is of no known kind");
                }
            });
        }
        return keys;
    }

    private static ApiKey apiKey(Row row, String hash) {
        return new ApiKey(
                row.number("id"),
                new ApiKey.Secret(row.text("prefix").orElse(""), hash),
                new ApiKey.Scope.WholeServer(),
                row.moment("created_at").orElse(Instant.EPOCH),
                row.moment("expiration").orElse(Instant.MAX),
                row.moment("last_seen").orElse(Instant.EPOCH));
    }

    /// Since 0.30. Access tokens are left behind: they last an hour, and clients get new ones by themselves.
    static List<OAuthClient> oauthClients(Origin origin, TailnetId tailnet, Findings findings) {
        List<OAuthClient> clients = new ArrayList<>();
        for (Row row : origin.rows("oauth_clients")) {
            String id = row.text("client_id").orElse("");
            findings.reading("OAuth client " + id, () -> {
                String hash = row.text("secret_hash").map(Keys::inOurWords).orElse("");
                if (row.moment("revoked").isEmpty() && KeyText.isHash(hash)) {
                    clients.add(oauthClient(row, new ApiKey.Secret(id, hash), tailnet));
                } else {
                    findings.note("OAuth client " + id
                            + " is left behind: it is revoked, or what is kept of it is of no known kind");
                }
            });
        }
        return clients;
    }

    private static OAuthClient oauthClient(Row row, ApiKey.Secret secret, TailnetId tailnet) {
        List<String> tags =
                row.list("tags").stream().map(text -> new Tag(text).text()).toList();
        return new OAuthClient(
                secret,
                new ApiKey.Scope.OneTailnet(tailnet),
                new OAuthClient.Grant(row.list("scopes"), tags),
                row.text("description").orElse(""),
                row.moment("created_at").orElse(Instant.EPOCH));
    }

    private static String inOurWords(String hash) {
        String ascii = new String(hash.getBytes(StandardCharsets.UTF_8), StandardCharsets.US_ASCII);
        return ascii.startsWith(PLAIN_SHA256) ? "sha256:" + ascii.substring(PLAIN_SHA256.length()) : ascii;
    }
}
