package net.headscale.app.configured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import net.headscale.config.Config;
import net.headscale.config.ConfigReader;
import net.headscale.config.Loaded;
import net.headscale.config.key.Environment;
import net.headscale.journal.DatabaseInUse;
import net.headscale.journal.Journal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabasesTest {
    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static final Databases.Patience PATIENT =
            new Databases.Patience(Duration.ofSeconds(30), Duration.ofMillis(1));
    private static final Databases.Patience IMPATIENT =
            new Databases.Patience(Duration.ofMillis(200), Duration.ofMillis(1));

    @TempDir
    private Path folder;

    private Config config() throws IOException {
        Files.writeString(folder.resolve("config.yaml"), """
                server_url: http://127.0.0.1:8080
                database: {type: sqlite, sqlite: {path: db.sqlite}}
                """);
        var environment = new Environment(Map.of(), folder, folder, folder.resolve("etc"));
        return ((Loaded.Ready) new ConfigReader(environment).read("")).config();
    }

    @Test
    void who_can_wait_gets_the_database_once_a_command_is_done_with_it_and_is_told_meanwhile_who_has_it()
            throws Exception {
        Config config = config();
        CountDownLatch isRefused = new CountDownLatch(3);
        Set<String> holders = ConcurrentHashMap.newKeySet();
        try (Journal command = Databases.open(config)) {
            Thread done = Thread.ofVirtual().start(() -> closeAfter(isRefused, command));
            Consumer<DatabaseInUse> busy = inUse -> {
                holders.add(inUse.holder());
                isRefused.countDown();
            };
            try (Journal server = Databases.await(config, PATIENT, busy, NEVER)) {
                assertThat(server.apiKeys()).isNotNull();
            }
            done.join();
            assertThat(holders)
                    .containsExactly("process " + ProcessHandle.current().pid());
        }
    }

    private static void closeAfter(CountDownLatch event, Journal journal) {
        try {
            event.await();
            journal.close();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void who_is_told_to_end_waits_no_longer() throws Exception {
        Config config = config();
        CountDownLatch told = new CountDownLatch(1);
        try (Journal other = Databases.open(config)) {
            assertThat(other).isNotNull();
            assertThatThrownBy(() -> Databases.await(config, PATIENT, _ -> told.countDown(), told))
                    .isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void nobody_waits_for_ever() throws Exception {
        Config config = config();
        try (Journal other = Databases.open(config)) {
            assertThat(other).isNotNull();
            assertThatThrownBy(() -> Databases.await(config, IMPATIENT, _ -> {}, NEVER))
                    .isInstanceOf(DatabaseInUse.class);
        }
    }
}
