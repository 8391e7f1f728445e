package net.headscale.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The names of `tls_letsencrypt_hostname`.
class CertifiedHostsTest {
    private static final String KEY = "tls_letsencrypt_hostname";

    @TempDir
    Path root;

    ConfigFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new ConfigFolder(root);
    }

    private List<String> hosts() {
        return folder.config().http().tls() instanceof Tls.Acme acme ? acme.hosts() : List.of();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'a.example.com,B.example.com'",
                "a.example.com , b.example.com",
                "a.example.com b.example.com",
                "[a.example.com, b.example.com]",
                "[\"a.example.com,b.example.com\", a.example.com]",
                "\n- a.example.com\n- b.example.com",
            })
    void a_list_and_a_text_with_commas_name_several_once_each(String value) {
        folder.with(KEY + ": " + value + "\n");

        assertThat(hosts()).containsExactly("a.example.com", "b.example.com");
    }

    @Test
    void json_and_a_variable_name_several_too() {
        folder.with(folder.current.resolve("config.json"), "{\"" + KEY + "\": [\"a.example.com\", \"b\"]}");
        assertThat(hosts()).containsExactly("a.example.com", "b");

        folder.withVariable("HEADSCALE_TLS_LETSENCRYPT_HOSTNAME", "c.example.com, d.example.com");
        assertThat(hosts()).containsExactly("c.example.com", "d.example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "' '", "[]", ""})
    void none_asks_for_no_certificate(String value) {
        folder.with(KEY + ": " + value + "\n");

        assertThat(hosts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'a.example.com,,b.example.com'", "'a.example.com,'", "[a.example.com, '']", "[null, a]"})
    void an_empty_name_among_others_is_refused_with_its_place(String value) {
        folder.with("listen_addr: 127.0.0.1:1\n" + KEY + ": " + value + "\n");

        assertThat(folder.problems()).containsExactly("config.yaml:2: " + KEY + ": expected host names, found ''");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*.example.com",
                "https://a.example.com",
                "a.example.com:443",
                "a..b",
                "-a.b",
                "a_b.example.com",
                "192.0.2.1",
                "a.example.com."
            })
    void what_is_no_host_name_is_refused_with_its_place(String name) {
        folder.with(KEY + ": 'a.example.com, " + name + "'\n");

        assertThat(folder.problems())
                .containsExactly("config.yaml:1: " + KEY + ": expected host names, found '" + name + "'");
    }

    @Test
    void a_mapping_is_refused() {
        folder.with(KEY + ": {a.example.com: b}\n");

        assertThat(folder.problems()).containsExactly("config.yaml:1: " + KEY + ": expected a list of values");
    }
}
