package net.headscale.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.headscale.config.Dns.ExtraRecord;
import net.headscale.config.Dns.ExtraRecords;
import net.headscale.config.Relay.Embedded;
import net.headscale.config.Storage.Database;
import net.headscale.config.key.Key;
import net.headscale.config.key.Keys;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every key: what holds without it, and what it changes, from the file and from its environment variable.
class KeysTest {
    private static final String DERP = "derp.server.enabled: true, derp.server.stun_listen_addr: ':3478'";
    private static final String POSTGRES = "database.type: postgres, database.postgres.host: db";

    @TempDir
    Path root;

    /// One key: what is read of the configuration, without and with it.
    ///
    /// @param with other keys that it needs, `key: value` with commas between
    record Effect(String key, String value, Function<Config, ?> read, Object byDefault, Object then, String with) {
        @Override
        public String toString() {
            return key;
        }
    }

    private static Effect effect(String key, String value, Function<Config, ?> read, Object byDefault, Object then) {
        return new Effect(key, value, read, byDefault, then, "");
    }

    private static Embedded.On relay(Config config) {
        return (Embedded.On) config.relay().embedded();
    }

    private static Database.Postgres postgres(Config config) {
        return (Database.Postgres) config.storage().database();
    }

    static Stream<Effect> effects() {
        return Stream.of(http(), storage(), nodes(), dns(), derp(), acme(), operation())
                .flatMap(List::stream);
    }

    private static List<Effect> http() {
        return List.of(
                effect(
                        "server_url",
                        "https://a.b/",
                        c -> c.http().serverUrl().toString(),
                        "http://127.0.0.1:8080",
                        "https://a.b"),
                effect(
                        "listen_addr",
                        "127.0.0.1:1",
                        c -> c.http().listen().toString(),
                        "127.0.0.1:8080",
                        "127.0.0.1:1"),
                effect(
                        "trusted_proxies",
                        "10.0.0.1",
                        c -> c.http().trustedProxies().toString(),
                        "[]",
                        "[10.0.0.1/32]"),
                new Effect(
                        "tls_cert_path",
                        "/c",
                        c -> c.http().tls(),
                        new Tls.None(),
                        new Tls.Files(Path.of("/c"), Path.of("/k")),
                        "tls_key_path: /k"),
                new Effect(
                        "tls_key_path",
                        "/k",
                        c -> c.http().tls(),
                        new Tls.None(),
                        new Tls.Files(Path.of("/c"), Path.of("/k")),
                        "tls_cert_path: /c"));
    }

    private static List<Effect> storage() {
        Function<Config, ?> host = c -> postgres(c).server().host();
        return List.of(
                effect(
                        "noise.private_key_path",
                        "/k",
                        c -> c.storage().noiseKey().getFileName().toString(),
                        "noise_private.key",
                        "k"),
                effect(
                        "database.type",
                        "sqlite3",
                        c -> c.storage().database().getClass(),
                        Database.Sqlite.class,
                        Database.Sqlite.class),
                effect(
                        "database.sqlite.path",
                        "/x/y.db",
                        c -> ((Database.Sqlite) c.storage().database())
                                .file()
                                .getFileName()
                                .toString(),
                        "db.sqlite",
                        "y.db"),
                new Effect("database.postgres.host", "other", host, "db", "other", POSTGRES),
                new Effect(
                        "database.postgres.port", "1", c -> postgres(c).server().port(), 5432, 1, POSTGRES),
                new Effect(
                        "database.postgres.name", "n", c -> postgres(c).server().name(), "headscale", "n", POSTGRES),
                new Effect(
                        "database.postgres.user", "u", c -> postgres(c).login().user(), "headscale", "u", POSTGRES),
                new Effect(
                        "database.postgres.pass", "p", c -> postgres(c).login().password(), "", "p", POSTGRES),
                new Effect(
                        "database.postgres.ssl",
                        "true",
                        c -> postgres(c).server().sslMode(),
                        "disable",
                        "require",
                        POSTGRES),
                new Effect(
                        "database.postgres.max_open_conns",
                        "3",
                        c -> postgres(c).mostConnections(),
                        10,
                        3,
                        POSTGRES));
    }

    private static List<Effect> nodes() {
        return List.of(
                effect(
                        "prefixes.v4",
                        "100.65.0.0/16",
                        c -> c.prefixes().v4().toString(),
                        "Of[prefix=100.64.0.0/10]",
                        "Of[prefix=100.65.0.0/16]"),
                effect(
                        "prefixes.v6",
                        "fd7a:115c:a1e0:1::/64",
                        c -> c.prefixes().v6().toString(),
                        "Of[prefix=fd7a:115c:a1e0::/48]",
                        "Of[prefix=fd7a:115c:a1e0:1::/64]"),
                effect(
                        "prefixes.allocation",
                        "random",
                        c -> c.prefixes().allocation(),
                        Prefixes.Allocation.SEQUENTIAL,
                        Prefixes.Allocation.RANDOM),
                effect("node.expiry", "180d", c -> c.life().keyExpiry().toDays(), 0L, 180L),
                effect(
                        "node.ephemeral.inactivity_timeout",
                        "66s",
                        c -> c.life().ephemeralInactivity().toSeconds(),
                        1800L,
                        66L),
                effect(
                        "node.routes.ha.probe_interval",
                        "0",
                        c -> c.life().routeProbe().interval().toSeconds(),
                        5L,
                        0L),
                effect(
                        "node.routes.ha.probe_timeout",
                        "2s",
                        c -> c.life().routeProbe().timeout().toSeconds(),
                        3L,
                        2L),
                effect(
                        "tuning.register_cache_expiration",
                        "1m",
                        c -> c.life().pendingLogin().toSeconds(),
                        900L,
                        60L),
                effect("limits.pending_logins", "7", c -> c.limits().pendingLogins(), 1024, 7),
                effect("limits.nodes", "8", c -> c.limits().nodes(), 0, 8),
                effect("limits.preauth_keys", "9", c -> c.limits().preauthKeys(), 0, 9),
                effect(
                        "policy.mode",
                        "file",
                        Config::policy,
                        new PolicySource.InDatabase(),
                        new PolicySource.AllowAll()),
                effect(
                        "policy.path",
                        "/p",
                        Config::policy,
                        new PolicySource.InDatabase(),
                        new PolicySource.InFile(Path.of("/p"))),
                effect("taildrop.enabled", "false", c -> c.clients().taildrop(), true, false),
                effect("logtail.enabled", "true", c -> c.clients().logsToVendor(), false, true),
                effect("auto_update.enabled", "true", c -> c.clients().autoUpdate(), false, true));
    }

    private static List<Effect> dns() {
        return List.of(
                effect("dns.magic_dns", "false", c -> c.dns().magicDns(), true, false),
                effect(
                        "dns.base_domain",
                        "Tail.Example.",
                        c -> c.dns().domains().base(),
                        "headscale.internal",
                        "tail.example"),
                effect(
                        "dns.tailnet_domains",
                        "{\"office\": \"Office.Example.\"}",
                        c -> c.dns().domains().ofTailnets(),
                        Map.of(),
                        Map.of("office", "office.example")),
                new Effect(
                        "dns.override_local_dns",
                        "false",
                        c -> c.dns().resolvers().overrideLocal(),
                        true,
                        false,
                        "dns.nameservers.global: 1.1.1.1"),
                effect(
                        "dns.nameservers.global",
                        "1.1.1.1",
                        c -> c.dns().resolvers().global(),
                        List.of(),
                        List.of("1.1.1.1")),
                effect(
                        "dns.nameservers.split",
                        "{\"a.b\": [\"1.1.1.1\"]}",
                        c -> c.dns().resolvers().split(),
                        Map.of(),
                        Map.of("a.b", List.of("1.1.1.1"))),
                effect("dns.search_domains", "a.b", c -> c.dns().searchDomains(), List.of(), List.of("a.b")),
                effect(
                        "dns.extra_records",
                        "[{\"name\": \"n\", \"type\": \"A\", \"value\": \"1.1.1.1\"}]",
                        c -> c.dns().extraRecords(),
                        new ExtraRecords.Listed(List.of()),
                        new ExtraRecords.Listed(List.of(new ExtraRecord("n", "A", "1.1.1.1")))),
                effect(
                        "dns.extra_records_path",
                        "/r",
                        c -> c.dns().extraRecords(),
                        new ExtraRecords.Listed(List.of()),
                        new ExtraRecords.InFile(Path.of("/r"))));
    }

    private static List<Effect> acme() {
        String on = "tls_letsencrypt_hostname: a.example.com";
        return List.of(
                effect(
                        "tls_letsencrypt_hostname",
                        "a.example.com",
                        c -> c.http().tls() instanceof Tls.Acme acme ? acme.hosts() : List.of(),
                        List.of(),
                        List.of("a.example.com")),
                new Effect(
                        "tls_letsencrypt_cache_dir",
                        "/c",
                        c -> acme(c).folder().getFileName().toString(),
                        ".cache",
                        "c",
                        on),
                new Effect(
                        "tls_letsencrypt_challenge_type",
                        "TLS-ALPN-01",
                        c -> acme(c).challenge(),
                        new Tls.Challenge.Http(new ListenAddress("", 80)),
                        new Tls.Challenge.TlsAlpn(),
                        on),
                new Effect(
                        "tls_letsencrypt_listen",
                        "127.0.0.1:8081",
                        c -> acme(c).challenge(),
                        new Tls.Challenge.Http(new ListenAddress("", 80)),
                        new Tls.Challenge.Http(new ListenAddress("127.0.0.1", 8081)),
                        on),
                new Effect(
                        "acme_url",
                        "https://ca.example.com/dir",
                        c -> acme(c).directory().getHost(),
                        "acme-v02.api.letsencrypt.org",
                        "ca.example.com",
                        on),
                new Effect("acme_email", "a@example.com", c -> acme(c).email(), "", "a@example.com", on));
    }

    private static Tls.Acme acme(Config config) {
        return (Tls.Acme) config.http().tls();
    }

    private static List<Effect> derp() {
        return List.of(
                effect("derp.urls", "https://a/b", c -> c.relay().maps().urls().toString(), "[]", "[https://a/b]"),
                effect("derp.paths", "/d", c -> c.relay().maps().files(), List.of(), List.of(Path.of("/d"))),
                effect("derp.auto_update_enabled", "true", c -> c.relay().maps().isUpdated(), false, true),
                effect(
                        "derp.update_frequency",
                        "1h",
                        c -> c.relay().maps().updateFrequency().toMinutes(),
                        180L,
                        60L),
                new Effect(
                        "derp.server.enabled",
                        "false",
                        c -> c.relay().embedded() instanceof Embedded.On,
                        true,
                        false,
                        DERP),
                new Effect(
                        "derp.server.region_id", "900", c -> relay(c).region().id(), 999, 900, DERP),
                new Effect(
                        "derp.server.region_code", "x", c -> relay(c).region().code(), "headscale", "x", DERP),
                new Effect(
                        "derp.server.region_name",
                        "x",
                        c -> relay(c).region().name(),
                        "Headscale Embedded DERP",
                        "x",
                        DERP),
                new Effect(
                        "derp.server.ipv4", "192.0.2.1", c -> relay(c).region().ipv4(), "", "192.0.2.1", DERP),
                new Effect(
                        "derp.server.ipv6",
                        "2001:db8::1",
                        c -> relay(c).region().ipv6(),
                        "",
                        "2001:db8::1",
                        DERP),
                new Effect(
                        "derp.server.stun_listen_addr",
                        ":1",
                        c -> relay(c).stun().port(),
                        3478,
                        1,
                        DERP),
                new Effect(
                        "derp.server.private_key_path",
                        "/k",
                        c -> relay(c).key().getFileName().toString(),
                        "derp_server_private.key",
                        "k",
                        DERP),
                new Effect(
                        "derp.server.automatically_add_embedded_derp_region",
                        "false",
                        c -> relay(c).manner().isListed(),
                        true,
                        false,
                        DERP),
                new Effect(
                        "derp.server.client_bytes_per_second",
                        "1000",
                        c -> relay(c).manner().clientBytesPerSecond(),
                        0,
                        1000,
                        DERP),
                new Effect(
                        "derp.server.listen_addr",
                        ":443",
                        c -> ((Relay.Door.Own) relay(c).door()).listen().port(),
                        3478,
                        443,
                        DERP),
                new Effect(
                        "derp.server.certificate_path",
                        "/c",
                        c -> ((Relay.Door.Own) relay(c).door())
                                .certificate()
                                .getFileName()
                                .toString(),
                        "derp_server_certificate.pem",
                        "c",
                        DERP),
                new Effect(
                        "derp.server.serve_old_clients",
                        "true",
                        c -> relay(c).manner().servesOldClients(),
                        false,
                        true,
                        DERP),
                new Effect(
                        "derp.server.verify_clients",
                        "false",
                        c -> relay(c).manner().verifiesClients(),
                        true,
                        false,
                        DERP));
    }

    private static List<Effect> operation() {
        return List.of(
                effect(
                        "unix_socket",
                        "/s",
                        c -> c.operation().socket().path().getFileName().toString(),
                        "headscale.sock",
                        "s"),
                effect(
                        "unix_socket_permission",
                        "0o700",
                        c -> c.operation().socket().permission(),
                        0770,
                        0700),
                effect(
                        "metrics_listen_addr",
                        ":9",
                        c -> c.operation().metrics(),
                        new Operation.Metrics.Off(),
                        new Operation.Metrics.At(new ListenAddress("", 9))),
                effect(
                        "log.level",
                        "warn",
                        c -> c.operation().log().level(),
                        Operation.Level.INFO,
                        Operation.Level.WARN),
                effect(
                        "log.format",
                        "json",
                        c -> c.operation().log().format(),
                        Operation.Format.TEXT,
                        Operation.Format.JSON),
                effect("cli.address", "a.b", c -> c.remote().address(), "", "a.b"),
                effect("cli.api_key", "k", c -> c.remote().apiKey(), "", "k"),
                effect("cli.timeout", "1s", c -> c.remote().timeout().toSeconds(), 5L, 1L),
                effect("cli.insecure", "true", c -> c.remote().isInsecure(), false, true));
    }

    @ParameterizedTest
    @MethodSource("effects")
    void a_key_has_its_default_and_its_effect_in_the_file_and_as_a_variable(Effect effect) {
        String others = Stream.of(effect.with().split(", "))
                .filter(line -> !line.isEmpty() && !line.startsWith(effect.key() + ":"))
                .map(KeysTest::yaml)
                .collect(Collectors.joining());
        String all = Stream.of(effect.with().split(", "))
                .filter(line -> !line.isEmpty())
                .map(KeysTest::yaml)
                .collect(Collectors.joining());
        String key = yaml(effect.key() + ": " + effect.value());
        boolean isPair = effect.key().startsWith("tls_");

        if (!isPair) {
            assertThat(effect.read().apply(new ConfigFolder(root).with(all).config()))
                    .isEqualTo(effect.byDefault());
        }
        assertThat(effect.read().apply(new ConfigFolder(root).with(others + key).config()))
                .isEqualTo(effect.then());
        var variable = new ConfigFolder(root).with(others);
        variable.withVariable(Keys.named(effect.key()).orElseThrow().variable(), effect.value());
        assertThat(effect.read().apply(variable.config())).isEqualTo(effect.then());
    }

    /// A dotted key as nested YAML on one line of its own, each in a document that merges nothing: flow form.
    private static String yaml(String line) {
        int colon = line.indexOf(": ");
        return "\"" + line.substring(0, colon) + "\": " + line.substring(colon + 2) + "\n";
    }

    @Test
    void every_served_key_is_in_this_test() {
        Set<String> served = Keys.all().stream()
                .filter(key -> key.standing() instanceof Key.Standing.Served)
                .map(Key::name)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(effects().map(Effect::key)).containsExactlyInAnyOrderElementsOf(served);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acl_policy_path: x",
                "ip_prefixes: ''",
                "dns_config: {base_domain: x}",
                "dns: {use_username_in_magic_dns: true}",
                "oidc: {strip_email_domain: true}",
                "oidc: {map_legacy_users: true}",
                "oidc: {expiry: 1d}",
                "randomize_client_port: true"
            })
    void a_removed_key_says_what_took_its_place(String yaml) {
        assertThat(new ConfigFolder(root).with(yaml).problems())
                .singleElement()
                .asString()
                .matches(".*no longer exists: (set|leave it out).*");
    }

    /// The values of removed keys that files of former releases have, and that ask for nothing.
    private static final Map<String, Set<String>> HARMLESS = Map.of(
            "acl_policy_path", Set.of(""),
            "dns_config.use_username_in_magic_dns", Set.of("false"),
            "dns.use_username_in_magic_dns", Set.of("false"),
            "oidc.map_legacy_users", Set.of("false"),
            "randomize_client_port", Set.of("false"));

    @TestFactory
    Stream<DynamicTest> a_removed_key_is_refused_whatever_it_asks_for_unless_that_is_nothing() {
        return Keys.all().stream()
                .filter(key -> key.standing() instanceof Key.Standing.Removed)
                .map(Key::name)
                .flatMap(name -> Stream.of("", "false", "true", "x", "[]", "{}")
                        .map(value ->
                                DynamicTest.dynamicTest(name + ": '" + value + "'", () -> checkRemoved(name, value))));
    }

    private void checkRemoved(String name, String value) {
        boolean isHarmless = HARMLESS.getOrDefault(name, Set.of()).contains(value);
        String shown = value.isEmpty() ? "''" : value;

        assertThat(new ConfigFolder(root).with(yaml(name + ": " + shown)).problems())
                .hasSize(isHarmless ? 0 : 1)
                .allSatisfy(problem -> assertThat(problem).contains(name + ": no longer exists"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prefixes: {v4: '', v6: ''}",
                "prefixes: {v4: '100.64.0.0/10', v6: '100.64.0.0/10'}",
                "node: {ephemeral: {inactivity_timeout: 65s}}",
                "node: {expiry: soon}",
                "trusted_proxies: ['0.0.0.0/0']",
                "tls_cert_path: x",
                "dns: {override_local_dns: true}",
                "dns: {extra_records: [{name: a, type: TXT, value: b}]}",
                "derp: {server: {enabled: true}}",
                "server_url: ftp://x",
                "unix_socket_permission: rwx",
                "database: {type: mysql}",
                "database: {type: postgres}",
                "log: {level: loud}",
                "dns: {base_domain: x.org}\nserver_url: https://hs.x.org",
            })
    void a_value_that_does_not_do_is_refused(String yaml) {
        assertThat(new ConfigFolder(root).with(yaml).problems()).hasSize(1);
    }

    @Test
    void todays_configurations_expect_the_socket_of_the_machine() {
        assertThat(new ConfigFolder(root)
                        .with("database: {type: sqlite}")
                        .config()
                        .operation()
                        .socket()
                        .path())
                .isEqualTo(Path.of("/var/run/headscale/headscale.sock"));
    }
}
