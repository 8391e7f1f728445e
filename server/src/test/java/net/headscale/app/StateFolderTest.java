package net.headscale.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.headscale.app.configured.Databases;
import net.headscale.config.Config;
import net.headscale.config.ConfigReader;
import net.headscale.config.Loaded;
import net.headscale.config.key.Environment;
import net.headscale.journal.Journal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a server keeps on the disk, after its first start in an empty folder: keys, a certificate and a database.
class StateFolderTest {
    private static final String SETTINGS = """
            listen_addr: 127.0.0.1:0
            server_url: http://127.0.0.1:8080
            unix_socket: run/headscale.sock
            noise: {private_key_path: state/noise.key}
            derp:
              server:
                enabled: true
                stun_listen_addr: 127.0.0.1:0
                private_key_path: state/relay.key
                certificate_path: state/relay.pem
            database: {type: sqlite, sqlite: {path: state/db.sqlite}}
            """;

    @TempDir
    private Path folder;

    private Path state;

    @BeforeEach
    void first_start() throws IOException {
        Files.writeString(folder.resolve("config.yaml"), SETTINGS);
        state = folder.resolve("state");
        start();
    }

    /// Starts a server, and ends it.
    private void start() throws IOException {
        var environment = new Environment(Map.of(), folder, folder, folder.resolve("etc"));
        Config config = ((Loaded.Ready) new ConfigReader(environment).read("")).config();
        try (Journal journal = Databases.open(config);
                Server server = Server.open(config, journal, Clock.systemUTC(), "{}")) {
            assertThat(server.address().getPort()).isPositive();
        }
    }

    private List<Path> found() throws IOException {
        try (Stream<Path> all = Files.walk(state)) {
            return all.toList();
        }
    }

    private List<Path> keys() throws IOException {
        return found().stream()
                .filter(Files::isRegularFile)
                .filter(StateFolderTest::holdsKey)
                .toList();
    }

    private static boolean holdsKey(Path file) {
        try {
            String text = new String(Files.readAllBytes(file), ISO_8859_1);
            return text.startsWith("privkey:") || text.contains("PRIVATE KEY");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void all_of_it_is_its_owners_alone() throws IOException {
        assertThat(found()).hasSizeGreaterThan(4);
        for (Path path : found()) {
            assertThat(mode(path)).as("%s", path).isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
        }
    }

    @Test
    void a_key_that_everybody_may_read_stops_the_next_start() throws IOException {
        assertThat(keys()).hasSize(3);
        for (Path key : keys()) {
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

            assertThatThrownBy(this::start).as("%s", key).hasMessageContaining("chmod 600 " + key);

            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        }
        start();
    }
}
