package net.headscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import net.headscale.app.keeping.Doctor;
import net.headscale.config.Config;
import net.headscale.config.ConfigReader;
import net.headscale.config.Loaded;
import net.headscale.config.key.Environment;
import net.headscale.journal.sqlite.SqliteJournal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        Files.writeString(folder.resolve("config.yaml"), """
                listen_addr: 127.0.0.1:%1$d
                server_url: http://127.0.0.1:%1$d
                database: {type: sqlite, sqlite: {path: db.sqlite}}
                """.formatted(port));
        var environment = new Environment(Map.of(), folder, folder, folder.resolve("etc"));
        return switch (new ConfigReader(environment).read("")) {
            case Loaded.Ready(Config config, var _) -> config;
            case Loaded.Rejected(var problems) -> throw new AssertionError(problems.toString());
        };
    }
}
