package net.headscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import net.headscale.app.configured.Translation;
import net.headscale.config.Config;
import net.headscale.config.ConfigReader;
import net.headscale.config.Loaded;
import net.headscale.config.key.Environment;
import net.headscale.journal.Journal;
import net.headscale.journal.sqlite.SqliteJournal;
import net.headscale.netmap.Surroundings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody keeps the configuration of the peer and starts our server on it.
class PeerConfigTest {
    @TempDir
    Path folder;

    private Loaded.Ready read() throws IOException {
        return read(example());
    }

    private static String example() throws IOException {
        return Files.readString(Path.of("src/test/resources/dropin/peer-config.yaml"));
    }

    private Loaded.Ready read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("config.yaml"), text.replace("FOLDER", folder.toString()));
        var environment = new Environment(Map.of(), folder, folder, folder.resolve("etc"));
        Loaded loaded = new ConfigReader(environment).read(file.toString());
        assertThat(loaded).isInstanceOf(Loaded.Ready.class);
        return (Loaded.Ready) loaded;
    }

    @Test
    void a_configuration_of_the_peer_starts_the_server() throws IOException {
        Config config = read().config();

        try (Journal journal = SqliteJournal.open(folder.resolve("db.sqlite"));
                Server server = Server.open(config, journal, Clock.systemUTC(), "{}")) {
            assertThat(server.address().getPort()).isPositive();
            assertThat(server.metricsAddress()).isPresent();
            assertThat(folder.resolve("noise_private.key")).exists();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("headscale.sock"))))
                    .isEqualTo("rwxrwx---");
        }
    }

    @Test
    void its_dns_and_switches_reach_nodes() throws IOException {
        Surroundings surroundings = Translation.surroundings(read().config());

        assertThat(surroundings.dns().suffixes().baseDomain()).isEqualTo("example.com");
        assertThat(surroundings.dns().toString()).contains("2606:4700:4700::1111");
        assertThat(surroundings.features()).isEqualTo(Surroundings.Features.DEFAULT);
    }

    @Test
    void nothing_in_it_is_worth_a_warning_on_a_private_address() throws IOException {
        assertThat(read().warnings()).isEmpty();
    }

    @Test
    void what_the_examples_of_its_earlier_releases_say_besides_is_accepted_and_grpc_is_told_not_to_be_there()
            throws IOException {
        String earlier = example()
                        .replace("dns:\n", "dns:\n  use_username_in_magic_dns: false\n") // 0.23
                        .replace("node:\n  expiry: 0\n  ephemeral:\n    inactivity_timeout: 30m\n", "node:\n")
                + """
                grpc_listen_addr: 127.0.0.1:50443
                grpc_allow_insecure: false
                randomize_client_port: false
                ephemeral_node_inactivity_timeout: 30m
                """; // to 0.29

        Loaded.Ready read = read(earlier);

        assertThat(read.warnings())
                .extracting(problem -> problem.key() + ": " + problem.what())
                .containsExactly("grpc_listen_addr: known, not served", "grpc_allow_insecure: known, not served");
        assertThat(read.config().life().ephemeralInactivity()).isEqualTo(Duration.ofMinutes(30));
    }
}
