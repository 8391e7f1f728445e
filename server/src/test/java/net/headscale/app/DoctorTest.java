package net.headscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.headscale.app.keeping.Doctor;
import net.headscale.certificate.SelfSigned;
import net.headscale.config.Config;
import net.headscale.config.ConfigReader;
import net.headscale.config.Loaded;
import net.headscale.config.key.Environment;
import net.headscale.journal.sqlite.SqliteJournal;
import net.headscale.testkit.proxy.LoopbackProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {
    @TempDir
    private Path folder;

    @Test
    void a_free_port_and_a_database_to_come_are_fine() throws Exception {
        Doctor doctor = Doctor.look(config(freePort()), Clock.systemUTC());

        assertThat(doctor.isAllWell()).as("%s", doctor.lines()).isTrue();
        assertThat(doctor.lines()).anySatisfy(line -> assertThat(line).contains("is free for one"));
    }

    @Test
    void a_damaged_database_and_a_clock_that_went_back_are_wrong() throws Exception {
        Files.writeString(folder.resolve("db.sqlite"), "no database, but longer than the header of one. ".repeat(20));

        Doctor doctor = Doctor.look(config(freePort()), Clock.offset(Clock.systemUTC(), Duration.ofHours(-3)));

        assertThat(doctor.isAllWell()).isFalse();
        assertThat(doctor.lines())
                .anySatisfy(
                        line -> assertThat(line).startsWith("WRONG database").contains("restore a backup"))
                .anySatisfy(line -> assertThat(line).startsWith("WRONG clock").contains("set the clock"));
    }

    @Test
    void a_port_that_another_program_has_is_wrong() throws Exception {
        SqliteJournal.open(folder.resolve("db.sqlite")).close();
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> hangUp(other));

            assertThat(Doctor.look(config(other.getLocalPort()), Clock.systemUTC())
                            .lines())
                    .anySatisfy(line -> assertThat(line).startsWith("WRONG the way"));
        }
    }

    @Test
    void a_running_server_is_found_by_its_url_and_its_messages_come_at_once() throws Exception {
        try (RunningServer server = RunningServer.start(Files.createDirectory(folder.resolve("server")), "")) {
            assertThat(linesAt(server.uri().getPort()))
                    .anySatisfy(
                            line -> assertThat(line).startsWith("ok    the way").contains("nothing is held back"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PASS, ok    the way",
        "DROP_UPGRADE, drops the Upgrade header",
        "HOLD_BACK, holds back what the server sends",
        "ANSWER_ITSELF, is it this server that answers there"
    })
    void what_a_proxy_does_to_the_way_is_told(CarelessProxy behaviour, String told) throws Exception {
        try (RunningServer server = RunningServer.start(Files.createDirectory(folder.resolve("server")), "");
                LoopbackProxy proxy = LoopbackProxy.to(server.uri().getPort(), behaviour)) {
            assertThat(linesAt(proxy.port()))
                    .anySatisfy(line -> assertThat(line).contains(told));
        }
    }

    @Test
    void a_certificate_is_fine_until_it_is_about_to_end_or_cannot_be_read() throws Exception {
        Instant now = Instant.now();
        assertThat(linesWith(SelfSigned.make(folder, "long", now.plus(Duration.ofDays(90)))))
                .anySatisfy(
                        line -> assertThat(line).startsWith("ok    certificate").contains("is good until"));
        assertThat(linesWith(SelfSigned.make(folder, "short", now.plus(Duration.ofDays(10)))))
                .anySatisfy(
                        line -> assertThat(line).startsWith("WRONG certificate").contains("renew it"));

        SelfSigned broken = SelfSigned.make(folder, "broken", now.plus(Duration.ofDays(90)));
        Files.writeString(broken.certificate(), "no certificate");
        Files.delete(broken.key());
        assertThat(linesWith(broken))
                .anySatisfy(
                        line -> assertThat(line).startsWith("WRONG certificate").contains("cannot be used"))
                .anySatisfy(
                        line -> assertThat(line).startsWith("WRONG certificate").contains("cannot be read"));
    }

    @Test
    void a_database_of_a_newer_server_or_of_another_program_is_wrong_and_ours_is_fine() throws Exception {
        SqliteJournal.open(folder.resolve("db.sqlite")).close();
        assertThat(linesAt(freePort())).anySatisfy(line -> assertThat(line).startsWith("ok    database"));

        execute("UPDATE flyway_schema_history SET version = '999' WHERE installed_rank = 1");
        execute("DELETE FROM flyway_schema_history WHERE installed_rank > 1");
        assertThat(linesAt(freePort()))
                .anySatisfy(
                        line -> assertThat(line).startsWith("WRONG database").contains("run the newer server"));

        execute("DROP TABLE flyway_schema_history");
        assertThat(linesAt(freePort()))
                .anySatisfy(
                        line -> assertThat(line).startsWith("WRONG database").contains("another program"));
    }

    @Test
    void a_postgres_that_is_away_is_wrong() throws Exception {
        Config config = config(freePort(), "database: {type: postgres, postgres: {host: 127.0.0.1, port: 1}}");

        assertThat(Doctor.look(config, Clock.systemUTC()).lines())
                .anySatisfy(
                        line -> assertThat(line).startsWith("WRONG database").contains("check that it runs"));
    }

    private List<String> linesAt(int port) throws Exception {
        return Doctor.look(config(port), Clock.systemUTC()).lines();
    }

    private List<String> linesWith(SelfSigned shown) throws Exception {
        String tls = "tls_cert_path: " + shown.certificate() + "\ntls_key_path: " + shown.key() + "\n";
        return Doctor.look(config(freePort(), tls + "database: {type: sqlite}"), Clock.systemUTC())
                .lines();
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("db.sqlite"))) {
            connection.createStatement().execute(sql);
        }
    }

    private static void hangUp(ServerSocket listener) {
        while (!listener.isClosed()) {
            try {
                listener.accept().close();
            } catch (java.io.IOException closed) {
                return;
            }
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Config config(int port) throws Exception {
        return config(port, "database: {type: sqlite, sqlite: {path: db.sqlite}}");
    }

    private Config config(int port, String more) throws Exception {
        Files.writeString(folder.resolve("config.yaml"), """
                listen_addr: 127.0.0.1:%1$d
                server_url: http://127.0.0.1:%1$d
                %2$s
                """.formatted(port, more));
        var environment = new Environment(Map.of(), folder, folder, folder.resolve("etc"));
        return switch (new ConfigReader(environment).read("")) {
            case Loaded.Ready(Config config, var _) -> config;
            case Loaded.Rejected(var problems) -> throw new AssertionError(problems.toString());
        };
    }
}
