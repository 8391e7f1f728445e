package net.headscale.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.headscale.address.AddressBlock;
import net.headscale.admin.call.Access;
import net.headscale.admin.call.Unanswerable;
import net.headscale.coordinator.Coordinator;
import net.headscale.credential.ImportedHash;
import net.headscale.credential.KeyText;
import net.headscale.credential.TokenSeal;
import net.headscale.dns.DnsSettings;
import net.headscale.http.Request;
import net.headscale.journal.Journal;
import net.headscale.journal.sqlite.SqliteJournal;
import net.headscale.netmap.Surroundings;
import net.headscale.registration.Answer;
import net.headscale.registration.Registrar;
import net.headscale.testkit.client.ClientProfile;
import net.headscale.testkit.time.TestClock;
import net.headscale.wire.key.MachineKey;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.tailcfg.DerpMap;
import net.headscale.wire.tailcfg.RegisterRequest;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Keys that a headscale made, from its database to their second use here (decision 0120).
class ImportedKeysTest {
    private static final String SECRET = "Ab-_".repeat(16);
    private static final String API_KEY = "hskey-api-0123456789ab-" + SECRET;
    private static final String AUTH_KEY = "hskey-auth-a-b_c-d-e-f--" + SECRET;
    private static final String OLDER_SECRET = "Ab-_".repeat(8);

    @TempDir
    private Path folder;

    /// @param sql the database, with `HASH` where it keeps one
    /// @param hash what it keeps of both keys; plain pre-auth keys have none
    private record Origins(String name, String sql, String hash, String apiKey, String authKey) {
        static Origins of(String name, String hash) {
            return new Origins(name, FormerDatabase.OF_0_28, hash, API_KEY, AUTH_KEY);
        }

        boolean isRehashedAtImport() {
            return hash.startsWith("$sha256$");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Origins> origins() {
        String ours = KeyText.parse(KeyText.Kind.API, API_KEY).orElseThrow().hash();
        return Stream.of(
                Origins.of("bcrypt", ImportedHash.bcrypt(SECRET)),
                Origins.of("Argon2id", ImportedHash.argon2id(SECRET, 64)),
                Origins.of("SHA-256", ours.replace("sha256:", "$sha256$")),
                new Origins(
                        "0.23",
                        FormerDatabase.OF_0_23 + "INSERT INTO api_keys VALUES (1, 'Ab-_xyz', HASH);\n",
                        ImportedHash.bcrypt(OLDER_SECRET),
                        "Ab-_xyz." + OLDER_SECRET,
                        FormerDatabase.PLAIN_KEY));
    }

    @ParameterizedTest
    @MethodSource("origins")
    void an_api_key_opens_the_api_and_is_kept_in_our_scheme_from_its_first_use_on(Origins origin) {
        try (Journal journal = SqliteJournal.open(imported(origin))) {
            Access.Gate gate = gate(journal);

            assertThat(opens(gate, wrong(origin.apiKey()))).isFalse();
            assertThat(hashOfApiKey(journal))
                    .isEqualTo(origin.isRehashedAtImport() ? ours(KeyText.Kind.API, origin.apiKey()) : origin.hash());
            assertThat(opens(gate, origin.apiKey())).isTrue();
            assertThat(hashOfApiKey(journal)).isEqualTo(ours(KeyText.Kind.API, origin.apiKey()));
            assertThat(opens(gate, wrong(origin.apiKey()))).isFalse();
        }

        try (Journal journal = SqliteJournal.open(folder.resolve("ours.sqlite"))) {
            assertThat(opens(gate(journal), origin.apiKey())).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("origins")
    void a_pre_auth_key_lets_nodes_in_and_is_kept_in_our_scheme_from_its_first_use_on(Origins origin) throws Exception {
        boolean isPlain = origin.authKey().equals(FormerDatabase.PLAIN_KEY);
        String ours = ours(KeyText.Kind.AUTH, origin.authKey());
        try (Journal journal = SqliteJournal.open(imported(origin))) {
            Registrar registrar = registrar(journal);

            assertThat(letsIn(registrar, 1, wrong(origin.authKey()))).isFalse();
            assertThat(hashOfAuthKey(journal, origin))
                    .isEqualTo(isPlain || origin.isRehashedAtImport() ? ours : origin.hash());
            assertThat(letsIn(registrar, 1, origin.authKey())).isTrue();
            assertThat(hashOfAuthKey(journal, origin)).isEqualTo(ours);
            assertThat(letsIn(registrar, 2, wrong(origin.authKey()))).isFalse();
        }

        try (Journal journal = SqliteJournal.open(folder.resolve("ours.sqlite"))) {
            assertThat(letsIn(registrar(journal), 3, origin.authKey())).isTrue();
        }
    }

    private Path imported(Origins origin) {
        var from = new Takeover.From.Sqlite(FormerDatabase.sqlite(folder, origin.sql(), origin.hash()));
        Path file = folder.resolve("ours.sqlite");
        try (Journal journal = SqliteJournal.open(file)) {
            Takeover takeover = Takeover.read(from, Coordinator.DEFAULT_TAILNET, Optional.empty());
            assertThat(takeover.findings().problems()).isEmpty();
            takeover.writeInto(journal);
        }
        return file;
    }

    private static TestClock clock() {
        return TestClock.at(Instant.parse("2026-11-23T12:00:00Z"));
    }

    private static Coordinator coordinator(Journal journal) {
        var plain = new Surroundings(DerpMap.of(List.of()), DnsSettings.DEFAULT, Surroundings.Features.DEFAULT);
        return Coordinator.open(journal, clock(), List.of(AddressBlock.of(AddressBlock.CGNAT)), plain);
    }

    private static Access.Gate gate(Journal journal) {
        return new Access.Gate(coordinator(journal), journal, TokenSeal.of("secret"), clock());
    }

    private static Registrar registrar(Journal journal) {
        var settings = Registrar.Settings.of("http://headscale.test", Duration.ZERO);
        return new Registrar(coordinator(journal), journal.pendingLogins(), settings, clock(), new Random(1));
    }

    private static boolean opens(Access.Gate gate, String key) {
        var headers = Map.of("authorization", List.of("Bearer " + key));
        var source = new Request.Source.Network(IpAddress.parse("192.0.2.1"), true);
        try {
            gate.of(new Request("GET", "/api/v1/node", Map.of(), headers, new byte[0], source, Map.of()));
            return true;
        } catch (Unanswerable refused) {
            return false;
        }
    }

    private static boolean letsIn(Registrar registrar, int machine, String key) throws InterruptedException {
        RegisterRequest request = RegisterRequest.builder()
                .version(142)
                .nodeKey(new NodeKey(machine, 2, 2, 2))
                .hostinfo(ClientProfile.hostinfo("box"))
                .authKey(key)
                .build();
        return registrar.register(new MachineKey(machine, 1, 1, 1), request) instanceof Answer.Admitted;
    }

    /// The same key but for its last character; as well formed as the right one.
    private static String wrong(String key) {
        return key.substring(0, key.length() - 1) + (key.endsWith("0") ? "1" : "0");
    }

    private static String ours(KeyText.Kind kind, String key) {
        return KeyText.parse(kind, key).orElseThrow().hash();
    }

    private static String hashOfApiKey(Journal journal) {
        return journal.apiKeys().all().getFirst().secret().hash();
    }

    private static String hashOfAuthKey(Journal journal, Origins origin) {
        String prefix =
                KeyText.parse(KeyText.Kind.AUTH, origin.authKey()).orElseThrow().prefix();
        return journal.loadAll()
                .getFirst()
                .preauthKeyWithPrefix(prefix)
                .orElseThrow()
                .secret()
                .hash();
    }
}
