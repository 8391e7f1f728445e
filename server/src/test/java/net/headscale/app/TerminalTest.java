package net.headscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.headscale.cli.ProgramRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands as processes, at a terminal and away from one; `script` of util-linux lends a pseudo-terminal.
class TerminalTest {
    @TempDir
    Path folder;

    @Test
    void a_listing_has_colours_at_a_terminal_and_none_in_a_pipe() throws Exception {
        assertThat(atTerminal("", "users", "list")).contains("\u001b[1mID\u001b[0m");
        assertThat(piped("users", "list")).startsWith("ID  Name  Username").doesNotContain("\u001b");
    }

    @Test
    void a_question_waits_for_a_person_and_without_one_the_command_fails_at_once() throws Exception {
        piped("users", "create", "ana");

        assertThat(atTerminal("n\n", "users", "destroy", "ana")).contains("[y/N]", "not removed");
        assertThat(piped("users", "destroy", "ana")).contains("repeat with --force");
        assertThat(atTerminal("y\n", "users", "destroy", "ana")).contains("User destroyed");
    }

    @Test
    void man_shows_the_page_without_a_warning() throws Exception {
        Path page = Files.writeString(folder.resolve("headscale.1"), piped("man"));

        String shown = ProgramRun.output(folder, "", "man", "--warnings", "-l", page.toString());

        assertThat(shown)
                .contains("headscale - coordination server for Tailscale clients")
                .contains("headscale nodes approve-routes", "-r, --routes PREFIXES", "HEADSCALE_CLI_ADDRESS")
                .doesNotContain("warning:");
    }

    @Test
    void a_configtest_names_lines_and_remedies_warns_of_plain_urls_and_makes_no_file() throws Exception {
        Path config = folder.resolve("config.yaml");
        String start = "database: {type: sqlite, sqlite: {path: db.sqlite}}\nnoise: {private_key_path: noise.key}\n";

        Files.writeString(config, start + "server_url: http://headscale.example.com\n");
        assertThat(piped("-c", "config.yaml", "configtest"))
                .startsWith("Warning: config.yaml:3: server_url: ")
                .contains("443");
        Files.writeString(config, start + "listen_adr: 127.0.0.1:1\nacl_policy_path: p\n");
        assertThat(piped("-c", "config.yaml", "configtest").lines())
                .containsExactly(
                        "config.yaml:3: listen_adr: unknown key: did you mean listen_addr?",
                        "config.yaml:4: acl_policy_path: no longer exists: set policy.path");

        assertThat(folder)
                .isDirectoryContaining(file -> file.equals(config))
                .isDirectoryNotContaining(file -> !file.equals(config));
    }

    private String piped(String... words) throws IOException, InterruptedException {
        return ProgramRun.output(folder, "", MainProcess.command(words).toArray(String[]::new));
    }

    private String atTerminal(String typed, String... words) throws IOException, InterruptedException {
        return ProgramRun.output(
                folder, typed, "script", "-qec", String.join(" ", MainProcess.command(words)), "/dev/null");
    }
}
