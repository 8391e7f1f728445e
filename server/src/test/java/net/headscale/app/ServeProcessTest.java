package net.headscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `serve` as a process of its own.
class ServeProcessTest {
    @TempDir
    Path folder;

    private Process process;

    @AfterEach
    void end() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    private void serve(String log) throws IOException {
        configure(log);
        process = new ProcessBuilder(
                        MainProcess.command("-c", folder.resolve("config.yaml").toString(), "serve"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Await.until("the server", () -> log().stream().anyMatch(line -> line.contains("server started")));
    }

    private void configure(String log) {
        RunningServer.put(folder.resolve("config.yaml"), """
                server_url: http://headscale.example.com
                listen_addr: 127.0.0.1:0
                unix_socket: %1$s/s
                noise: {private_key_path: %1$s/noise.key}
                database: {type: sqlite, sqlite: {path: %1$s/db.sqlite}}
                log: %2$s
                """.formatted(folder, log));
    }

    private List<String> log() {
        try {
            return Files.readAllLines(folder.resolve("log"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void hangUp() {
        try {
            new ProcessBuilder("kill", "-HUP", String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void programs_read_json_in_every_line_from_the_first_on() throws IOException {
        serve("{format: json}");

        assertThat(log()).hasSizeGreaterThanOrEqualTo(3).allSatisfy(line -> {
            JsonNode event = JsonMapper.builder().build().readTree(line);
            assertThat(event.path("level").asString()).isIn("info", "warn");
            assertThat(event.path("message").asString()).isNotEmpty();
        });
    }

    @Test
    void a_hangup_changes_level_and_format_of_the_log() throws IOException {
        serve("{format: text}");

        configure("{format: json, level: warn}\nprefixes: {v4: 100.64.0.0/16}");

        // what the first reading says is still in the former manner
        Await.until("a warning in JSON", () -> {
            hangUp();
            return log().stream().anyMatch(line -> line.startsWith("{\"level\":\"warn\"") && line.contains("prefixes"));
        });
        assertThat(log()).noneMatch(line -> line.startsWith("{\"level\":\"info\""));
    }
}
