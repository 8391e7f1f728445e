package net.headscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.headscale.journal.sql.Child;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The log of a server's process, which sets it up while a second thread loads libraries that have loggers.
class ServerLogTest {
    @TempDir
    private Path folder;

    @Test
    void a_server_has_a_log_whichever_thread_asks_for_loggers_first() throws IOException {
        Path config = Files.writeString(folder.resolve("config.yaml"), """
                listen_addr: 127.0.0.1:0
                metrics_listen_addr: ""
                server_url: http://127.0.0.1:8080
                unix_socket: %1$s/headscale.sock
                noise: {private_key_path: %1$s/noise.key}
                database: {type: sqlite, sqlite: {path: %1$s/db.sqlite}}
                """.formatted(folder));

        try (Child server = Child.start(List.of(), LateLogProvider.class, "-c", config.toString(), "serve")) {
            Await.until("the socket of the server", () -> Files.exists(folder.resolve("headscale.sock")));
            ProcessHandle.of(server.pid()).ifPresent(ProcessHandle::destroy); // SIGTERM

            assertThat(server.rest())
                    .anyMatch(line -> line.contains("INFO") && line.contains("server started"))
                    .anyMatch(line -> line.contains("server stops"));
        }
    }
}
