package net.headscale.journal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.headscale.certificate.SelfSigned;
import net.headscale.journal.Batch;
import net.headscale.journal.Journal;
import net.headscale.journal.JournalUnavailable;
import net.headscale.journal.RandomHistory;
import net.headscale.tailnet.Tailnet;
import net.headscale.tailnet.TailnetId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The ways to a server: by a unix socket, and by TLS that trusts as much as was asked for.
@ExtendWith(PostgresExtension.class)
class PostgresAddressTest {
    private final TestPostgres postgres;

    @TempDir
    private Path folder;

    PostgresAddressTest(TestPostgres postgres) {
        this.postgres = postgres;
    }

    @Test
    void a_folder_is_where_the_unix_socket_of_the_port_is() throws Exception {
        PostgresServer server =
                emptyDatabase(PostgresAddress.of(postgres.folder().toString(), postgres.port(), Tls.NONE));
        Tailnet tailnet = Tailnet.empty(new TailnetId(1), "default");
        try (Journal journal = PostgresJournal.open(server)) {
            journal.create(tailnet);
        }

        assertThat(server).hasToString(server.database() + " on " + postgres.folder() + "/.s.PGSQL." + postgres.port());
        assertThat(ask(server, "SELECT inet_server_addr() IS NULL")).isEqualTo("t");
        try (Journal journal = PostgresJournal.open(server)) {
            assertThat(journal.loadAll()).extracting(Tailnet::name).containsExactly("default");
        }
    }

    /// More than a socket's buffers hold, in both directions.
    @Test
    void a_unix_socket_carries_large_texts() throws Exception {
        PostgresServer server = emptyDatabase(unixSocket());

        assertThat(ask(server, "SELECT length('" + "x".repeat(3_000_000) + "')"))
                .isEqualTo("3000000");
        assertThat(ask(server, "SELECT repeat('x', 3000000)")).hasSize(3_000_000);
    }

    @Test
    void an_answer_that_does_not_come_on_a_unix_socket_is_not_waited_for_for_ever() throws Exception {
        String url = emptyDatabase(unixSocket()).url().replace("socketTimeout=30", "socketTimeout=1");
        try (Connection connection = DriverManager.getConnection(url, "headscale", "")) {
            assertThatThrownBy(() -> connection.createStatement().execute("SELECT pg_sleep(20)"))
                    .isInstanceOf(SQLException.class)
                    .hasRootCauseInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void a_server_that_went_away_and_came_back_is_used_again_by_its_unix_socket() throws Exception {
        try (Journal journal = PostgresJournal.open(emptyDatabase(unixSocket()))) {
            Tailnet tailnet = Tailnet.empty(new TailnetId(1), "default");
            journal.create(tailnet);
            postgres.stopServer("fast");
            Batch batch = Batch.of(tailnet, new RandomHistory(new Random(1)).changes(tailnet));
            for (int attempt = 0; attempt < 2; attempt++) { // the connection is lost, then there is no socket
                assertThatThrownBy(() -> journal.append(List.of(batch)))
                        .isInstanceOf(JournalUnavailable.class)
                        .hasMessageContaining("check that it runs");
            }
            postgres.startServer();

            journal.append(List.of(batch));

            assertThat(journal.loadAll())
                    .extracting(Tailnet::revision)
                    .containsExactly(batch.after().revision());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Tls.Mode.class,
            names = {"REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
    void a_server_whose_root_is_trusted_is_used_by_tls(Tls.Mode mode) throws Exception {
        PostgresServer server =
                emptyDatabase(tcp("127.0.0.1", mode, postgres.certificate().toString()));

        PostgresJournal.open(server).close();

        assertThat(ask(server, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
                .isEqualTo("t");
    }

    @ParameterizedTest
    @EnumSource(
            value = Tls.Mode.class,
            names = {"REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
    void a_server_that_another_root_vouches_for_is_not_trusted(Tls.Mode mode) throws Exception {
        SelfSigned other = SelfSigned.make(folder, "other", Instant.now().plus(Duration.ofDays(1)));

        assertRefused(tcp("127.0.0.1", mode, other.certificate().toString()));
    }

    @Test
    void without_a_root_those_count_that_java_trusts_and_only_where_they_are_asked_for() throws Exception {
        assertRefused(tcp("127.0.0.1", Tls.Mode.VERIFY_FULL, Tls.MACHINE));
        assertRefused(tcp("127.0.0.1", Tls.Mode.VERIFY_CA, Tls.MACHINE));
        PostgresJournal.open(emptyDatabase(tcp("127.0.0.1", Tls.Mode.REQUIRE, Tls.MACHINE)))
                .close();
    }

    @Test
    void the_name_of_the_server_counts_in_the_fullest_mode() throws Exception {
        String root = postgres.certificate().toString();

        assertRefused(tcp("localhost", Tls.Mode.VERIFY_FULL, root));
        PostgresJournal.open(emptyDatabase(tcp("localhost", Tls.Mode.VERIFY_CA, root)))
                .close();
    }

    /// As a server or a load balancer does that restarts.
    @Test
    void a_server_that_hangs_up_in_the_handshake_is_one_that_cannot_be_reached() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> agreeToTlsAndHangUp(listener));
            PostgresAddress at = PostgresAddress.of(
                    "127.0.0.1",
                    listener.getLocalPort(),
                    new Tls(Tls.Mode.VERIFY_FULL, postgres.certificate().toString()));

            assertThatThrownBy(() -> PostgresJournal.open(TestPostgres.server("any", at)))
                    .isInstanceOf(JournalUnavailable.class)
                    .hasMessageContaining("cannot be reached");
        }
    }

    private static void agreeToTlsAndHangUp(ServerSocket listener) {
        try (Socket client = listener.accept()) {
            client.getInputStream().readNBytes(8); // SSLRequest
            client.getOutputStream().write('S');
            client.shutdownOutput();
            client.getInputStream().readAllBytes();
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    private PostgresAddress unixSocket() {
        return PostgresAddress.of(postgres.folder().toString(), postgres.port(), Tls.NONE);
    }

    private PostgresAddress tcp(String host, Tls.Mode mode, String roots) {
        return PostgresAddress.of(host, postgres.port(), new Tls(mode, roots));
    }

    private PostgresServer emptyDatabase(PostgresAddress at) throws SQLException {
        return TestPostgres.server(postgres.emptyDatabase().database(), at);
    }

    private void assertRefused(PostgresAddress at) {
        assertThatThrownBy(() -> PostgresJournal.open(emptyDatabase(at)))
                .isInstanceOf(JournalUnavailable.class)
                .hasMessageContaining("is not trusted");
    }

    private static String ask(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = TestPostgres.connect(server);
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
