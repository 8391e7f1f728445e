package net.headscale.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
    @TempDir
    Path root;

    ConfigFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new ConfigFolder(root);
    }

    @Test
    void without_a_configuration_the_server_stays_on_this_machine_and_keeps_its_files_at_home() {
        Config config = folder.config();

        assertThat(config.origin()).isEqualTo(new Origin.Defaults(folder.home.resolve(".headscale")));
        assertThat(config.http().listen()).hasToString("127.0.0.1:8080");
        assertThat(config.http().serverUrl()).isEqualTo(URI.create("http://127.0.0.1:8080"));
        assertThat(config.storage().database())
                .isEqualTo(new Storage.Database.Sqlite(folder.home.resolve(".headscale/db.sqlite")));
        assertThat(config.operation().socket().path()).isEqualTo(folder.home.resolve(".headscale/headscale.sock"));
    }

    @Test
    void the_state_folder_follows_the_desktop_standard_where_it_is_set() {
        folder.withVariable("XDG_STATE_HOME", "/var/state");

        assertThat(folder.config().origin()).isEqualTo(new Origin.Defaults(Path.of("/var/state/headscale")));
    }

    @Test
    void the_machines_folder_goes_before_the_home_and_the_home_before_the_current_folder() {
        folder.with("listen_addr: 127.0.0.1:3");
        assertThat(folder.config().http().listen().port()).isEqualTo(3);

        folder.with(folder.home.resolve(".headscale/config.json"), "{\"listen_addr\": \"127.0.0.1:2\"}");
        assertThat(folder.config().http().listen().port()).isEqualTo(2);

        folder.with(folder.system.resolve("config.yml"), "listen_addr: 127.0.0.1:1");
        assertThat(folder.config().http().listen().port()).isEqualTo(1);
    }

    @Test
    void a_named_file_goes_before_the_variable_and_the_variable_before_the_search() {
        folder.with("listen_addr: 127.0.0.1:1")
                .with(folder.home.resolve("a.yaml"), "listen_addr: 127.0.0.1:2")
                .with(folder.home.resolve("b.yaml"), "listen_addr: 127.0.0.1:3")
                .withVariable("HEADSCALE_CONFIG", "~/a.yaml");

        assertThat(folder.config().http().listen().port()).isEqualTo(2);
        assertThat(folder.load("../home/b.yaml"))
                .isInstanceOfSatisfying(
                        Loaded.Ready.class,
                        ready -> assertThat(ready.config().http().listen().port())
                                .isEqualTo(3));
    }

    @Test
    void a_named_file_that_is_not_there_is_a_problem_and_nothing_else_is_used() {
        folder.with("listen_addr: 127.0.0.1:1");

        assertThat(folder.load("absent.yaml")).isInstanceOf(Loaded.Rejected.class);
    }

    @Test
    void the_configuration_of_2021_reads_as_it_was_meant() {
        folder.with(folder.current.resolve("config.json"), """
                {
                \t"server_url": "http://192.168.1.12:8000/",
                \t"listen_addr": "0.0.0.0:8000",
                \t"private_key_path": "private.key",
                \t"derp_map_path": "derp.yaml",
                \t"ephemeral_node_inactivity_timeout": "40m",
                \t"db_type": "sqlite3",
                \t"db_path": "db.sqlite",
                \t"tls_letsencrypt_hostname": "",
                \t"tls_letsencrypt_cache_dir": ".cache",
                \t"tls_letsencrypt_challenge_type": "HTTP-01",
                \t"tls_cert_path": "",
                \t"tls_key_path": ""
                }
                """);

        Config config = folder.config();

        assertThat(config.http().serverUrl()).isEqualTo(URI.create("http://192.168.1.12:8000"));
        assertThat(config.storage())
                .isEqualTo(new Storage(
                        folder.current.resolve("private.key"),
                        new Storage.Database.Sqlite(folder.current.resolve("db.sqlite")),
                        "system"));
        assertThat(config.operation().socket().path()).isEqualTo(folder.current.resolve("headscale.sock"));
        assertThat(config.relay().maps().files()).containsExactly(folder.current.resolve("derp.yaml"));
        assertThat(config.life().ephemeralInactivity()).isEqualTo(Duration.ofMinutes(40));
        assertThat(config.http().tls()).isEqualTo(new Tls.None());
    }

    @Test
    void the_roots_of_postgres_are_those_that_libpq_finds() {
        assertThat(folder.config().storage().postgresRoots()).isEqualTo("system");

        Path usual = folder.home.resolve(".postgresql/root.crt");
        folder.with(usual, "certificates");
        assertThat(folder.config().storage().postgresRoots()).isEqualTo(usual.toString());

        folder.withVariable("PGSSLROOTCERT", "own.crt");
        assertThat(folder.config().storage().postgresRoots())
                .isEqualTo(folder.current.resolve("own.crt").toString());
        folder.withVariable("PGSSLROOTCERT", "system");
        assertThat(folder.config().storage().postgresRoots()).isEqualTo("system");
    }

    @Test
    void all_problems_are_told_at_once_each_with_its_line_and_remedy() {
        folder.with("""
                server_url: https://hs.example.com
                dns:
                  base_domian: tail.example.com
                  override_local_dns: maybe
                acl_policy_path: policy.hujson
                oidc:
                  issuer: https://id.example.com
                listen_addr: 0.0.0.0
                """);

        assertThat(folder.problems())
                .containsExactlyInAnyOrder(
                        "config.yaml:3: dns.base_domian: unknown key: did you mean dns.base_domain?",
                        "config.yaml:4: dns.override_local_dns: expected true or false, found maybe",
                        "config.yaml:5: acl_policy_path: no longer exists: set policy.path",
                        "config.yaml:7: oidc.issuer: known, not served yet: logging in with OpenID Connect is not served"
                                + " yet; leave it out",
                        "config.yaml:8: listen_addr: expected host:port, found 0.0.0.0");
    }

    @Test
    void a_text_that_is_no_yaml_is_told_with_its_line() {
        folder.with("server_url: x\n  listen_addr: y\n");

        assertThat(folder.problems())
                .anyMatch(problem -> problem.startsWith("config.yaml:2: is neither YAML nor JSON"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {default: a.example}                 | the domain of the tailnet default is dns.base_domain
            {lab: ""}                            | expected one domain for lab, found ''
            {lab: [a.example, b.example]}        | expected one domain for lab, found 'a.example,b.example'
            {lab: two.tail.example}              | outside dns.base_domain and no other tailnet's, found two.tail.example
            {lab: a.example, loft: A.example.}   | outside dns.base_domain and no other tailnet's, found a.example
            {lab: example.com}                   | example.com holds the host of server_url
            """)
    void a_domain_of_a_tailnet_that_cannot_be_is_a_problem(String domains, String expected) {
        folder.with("server_url: http://hs.example.com\ndns: {base_domain: tail.example, tailnet_domains: " + domains
                + "}\n");

        assertThat(folder.problems())
                .singleElement()
                .asString()
                .startsWith("config.yaml:2: dns.tailnet_domains: ")
                .contains(expected);
    }

    @Test
    void a_key_that_is_set_twice_is_a_problem() {
        folder.with("listen_addr: 127.0.0.1:1\nlisten_addr: 127.0.0.1:2\n");

        assertThat(folder.problems()).containsExactly("config.yaml:2: listen_addr: is set twice: keep one of them");
    }

    @Test
    void a_variable_goes_before_the_file_and_is_named_when_it_is_wrong() {
        folder.with("listen_addr: 127.0.0.1:1").withVariable("HEADSCALE_LISTEN_ADDR", "127.0.0.1:2");
        assertThat(folder.config().http().listen().port()).isEqualTo(2);

        folder.withVariable("HEADSCALE_LISTEN_ADDR", "x");
        assertThat(folder.problems())
                .containsExactly("HEADSCALE_LISTEN_ADDR: listen_addr: expected host:port, found x");
    }

    @Test
    void a_misspelt_variable_is_a_problem_and_a_stranger_only_warns() {
        folder.withVariable("HEADSCALE_SERVER_ULR", "http://127.0.0.1:1");
        assertThat(folder.problems())
                .containsExactly("HEADSCALE_SERVER_ULR: no key has this variable: did you mean HEADSCALE_SERVER_URL?");

        assertThat(new ConfigFolder(root).withVariable("HEADSCALE_URL", "x").warnings())
                .containsExactly("HEADSCALE_URL: no key has this variable: nothing reads it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HEADSCALE_LOG_LEVEL=debug",
                "HEADSCALE_DEBUG_DEADLOCK=1",
                "HEADSCALE_SERVICE_HOST=10.0.0.1",
                "HEADSCALE_SERVICE_PORT_HTTP=80",
                "HEADSCALE_PORT=tcp://10.0.0.1:80",
                "HEADSCALE_PORT_80_TCP_ADDR=10.0.0.1",
                "HEADSCALE_TUNING_BATCHER_WORKERS=3",
                "HEADSCALE_PREAUTH_KEYS_REVOKED_RETENTION=1h",
            })
    void variables_of_the_peer_and_of_kubernetes_are_no_reason_to_say_anything(String variable) {
        String[] parts = variable.split("=");

        assertThat(folder.withVariable(parts[0], parts[1]).warnings()).isEmpty();
    }

    @Test
    void a_key_beside_its_other_name_wins_and_the_operator_is_told() {
        folder.with("noise:\n  private_key_path: a.key\nprivate_key_path: b.key\n");

        assertThat(folder.config().storage().noiseKey()).isEqualTo(folder.current.resolve("a.key"));
        assertThat(folder.warnings())
                .containsExactly(
                        "config.yaml:3: private_key_path: is set beside noise.private_key_path: the latter counts");
    }

    @Test
    void a_server_reached_on_every_address_must_know_its_own_name() {
        folder.with("listen_addr: :443");

        assertThat(folder.problems())
                .containsExactly("server_url: is missing: set it to the address of clients, such as"
                        + " https://headscale.example.com");
    }

    @Test
    void without_a_configuration_there_is_a_relay_on_this_machine_only() {
        var relay = (Relay.Embedded.On) folder.config().relay().embedded();

        assertThat(relay.stun()).isEqualTo(new ListenAddress("127.0.0.1", 0));
        assertThat(relay.door())
                .isInstanceOfSatisfying(
                        Relay.Door.Own.class,
                        own -> assertThat(own.listen()).isEqualTo(new ListenAddress("127.0.0.1", 0)));
        assertThat(folder.withVariable("HEADSCALE_LISTEN_ADDR", "127.0.0.1:8081")
                        .config()
                        .relay()
                        .embedded())
                .isInstanceOf(Relay.Embedded.Off.class);
    }

    @Test
    void behind_https_the_relay_is_reached_at_the_servers_url_unless_it_has_a_listener_of_its_own() {
        String proxied = """
                server_url: https://headscale.example.com
                derp: {server: {enabled: true, stun_listen_addr: ':3478'%s}}
                """;

        assertThat(door(proxied.formatted(""))).isInstanceOf(Relay.Door.ServerUrl.class);
        assertThat(door(proxied.formatted(", listen_addr: ':8443'"))).isInstanceOf(Relay.Door.Own.class);
    }

    private Relay.Door door(String yaml) {
        return ((Relay.Embedded.On) folder.with(yaml).config().relay().embedded()).door();
    }

    @ParameterizedTest
    @CsvSource({
        "http://headscale.example.com, true",
        "http://headscale.example.com:8080, true",
        "https://headscale.example.com, false",
        "http://192.0.2.1:8080, false",
        "'http://[2001:db8::1]:8080', false",
        "http://headscale:8080, false",
        "http://vpn.corp.internal, false",
        "http://headscale.home.arpa, false",
    })
    void a_plain_url_with_a_public_name_is_warned_of_since_clients_go_to_443(String url, boolean isWarned) {
        var warnings = folder.with("server_url: \"" + url + "\"\n").warnings();

        assertThat(warnings.stream().anyMatch(warning -> warning.contains("config.yaml:1: server_url: clients")))
                .as(warnings.toString())
                .isEqualTo(isWarned);
    }
}
