package net.headscale.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import java.nio.file.Path;
import net.headscale.app.reload.Unusable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFileTest {
    private static final String IN_FILE = "policy: {path: policy.hujson}\n";
    private static final String GOOD = "{\"acls\": []} // good";
    private static final String FAILING = """
            {
              "tests": [{"src": "ghost@", "accept": ["ghost@:22"]}],
            }""";

    @TempDir
    Path folder;

    @Test
    void an_edit_whose_tests_fail_changes_nothing_and_says_which_line_failed() {
        RunningServer.put(folder.resolve("policy.hujson"), GOOD);
        try (var lines = LogLines.open();
                var server = RunningServer.start(folder, IN_FILE)) {
            server.put("policy.hujson", FAILING);
            server.hangUp();
            Await.until("an error", () -> !lines.of(Level.ERROR).isEmpty());

            assertThat(lines.of(Level.ERROR).getFirst())
                    .contains("policy.hujson: line 2")
                    .contains("test(s) failed");
            assertThat(server.run("policy", "get")).isEqualTo(GOOD);
            assertThat(server.run("policy", "history")).contains("file policy.hujson");
        }
    }

    @Test
    void a_server_starts_with_a_policy_whose_tests_fail_and_warns() {
        RunningServer.put(folder.resolve("policy.hujson"), FAILING);
        try (var lines = LogLines.open();
                var server = RunningServer.start(folder, IN_FILE)) {
            assertThat(lines.of(Level.WARN)).anyMatch(line -> line.contains("failed its tests and runs"));
            assertThat(server.run("policy", "get")).isEqualTo(FAILING);
        }
    }

    @Test
    void a_server_without_any_policy_yet_does_not_start_with_a_file_that_is_none() {
        RunningServer.put(folder.resolve("policy.hujson"), "{");

        assertThatThrownBy(() -> RunningServer.start(folder, IN_FILE))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("policy.hujson");
    }

    @Test
    void a_server_that_had_a_policy_keeps_it_when_the_file_is_none() {
        RunningServer.put(folder.resolve("policy.hujson"), GOOD);
        try (var server = RunningServer.start(folder, IN_FILE)) {
            server.put("policy.hujson", "{");
            try (var lines = LogLines.open();
                    var again = server.restart()) {
                assertThat(lines.of(Level.ERROR)).anyMatch(line -> line.contains("policy.hujson"));
                assertThat(again.run("policy", "get")).isEqualTo(GOOD);
            }
        }
    }
}
