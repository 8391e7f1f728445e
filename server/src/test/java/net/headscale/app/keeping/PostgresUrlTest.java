package net.headscale.app.keeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import net.headscale.app.reload.Unusable;
import net.headscale.journal.postgres.PostgresAddress;
import net.headscale.journal.postgres.PostgresServer;
import net.headscale.journal.postgres.Tls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresUrlTest {
    @Test
    void a_url_names_login_host_port_database_and_mode() {
        assertThat(parsed("postgres://ana:p%40ss@db.example.com:6000/hs?sslmode=verify-full&sslrootcert=/ca.crt"))
                .isEqualTo(new PostgresServer(
                        new PostgresAddress.Tcp("db.example.com", 6000, new Tls(Tls.Mode.VERIFY_FULL, "/ca.crt")),
                        "hs",
                        "ana",
                        "p@ss"));
    }

    @Test
    void what_a_url_leaves_out_is_usual() {
        assertThat(parsed("postgresql://db/hs"))
                .isEqualTo(new PostgresServer(
                        new PostgresAddress.Tcp("db", 5432, new Tls(Tls.Mode.PREFER, "usual")), "hs", "headscale", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"postgres://ana@/hs?host=/run/pg&port=6000", "postgres:///hs?host=%2Frun%2Fpg&user=ana&port=6000"
            })
    void a_host_that_is_a_folder_is_that_of_the_unix_socket(String url) {
        assertThat(parsed(url))
                .isEqualTo(new PostgresServer(
                        new PostgresAddress.Unix(Path.of("/run/pg/.s.PGSQL.6000")), "hs", "ana", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://ana:secret@db",
                "postgres:///hs",
                "postgres://ana:se cret@db/hs",
                "postgres://db/hs?sslmode=sure"
            })
    void a_url_that_names_no_database_is_refused_and_its_password_not_shown(String url) {
        assertThatThrownBy(() -> parsed(url))
                .isInstanceOf(Unusable.class)
                .hasMessageNotContaining("cret")
                .hasMessageContaining("expected");
    }

    @Test
    void a_plus_is_a_plus_and_an_escaped_space_a_space() {
        assertThat(parsed("postgres://db/hs?user=ana&password=a+b%20c%2Bd").password())
                .isEqualTo("a+b c+d");
    }

    private static PostgresServer parsed(String url) {
        return PostgresUrl.parse(url, "usual");
    }
}
