package net.headscale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandsTest {
    @TempDir
    Path folder;

    CommandRun command;

    @BeforeEach
    void makeRun() {
        command = new CommandRun(folder);
    }

    @Test
    void the_history_is_a_table_with_the_tag_that_a_later_set_expects() {
        command.api.answering("GET /api/v1/policy/versions", """
                {"versions":[{"version":"17","updatedAt":"2026-11-23T12:00:00Z","author":"API key hskey-api-abc***",
                "etag":"0123456789abcdef0123"}]}""");

        assertThat(command.run("policy", "history")).isZero();

        assertThat(command.out().lines().toList())
                .containsExactly(
                        "Version  Set                  By                        Tag",
                        "17       2026-11-23 12:00:00  API key hskey-api-abc***  0123456789ab");
    }

    @Test
    void an_earlier_version_is_shown_as_it_was_written() {
        command.api.answering("GET /api/v1/policy?version=17", "{\"policy\":\"{ /* old */ }\"}");

        assertThat(command.run("policy", "get", "--version", "17")).isZero();
        assertThat(command.out()).isEqualTo("{ /* old */ }\n");
    }

    @Test
    void a_set_that_expects_a_policy_says_so_and_shows_warnings_beside_its_result() {
        command.input = "{}";
        command.api.answering("PUT /api/v1/policy", """
                {"warnings":[{"line":3,"column":5,"message":"no effect"}]}""");

        assertThat(command.run("policy", "set", "-f", "-", "--expected", "0123456789ab"))
                .isZero();

        assertThat(command.onlyCall().body()).isEqualTo("{\"policy\":\"{}\",\"expected\":\"0123456789ab\"}");
        assertThat(command.err()).isEqualTo("Warning: line 3, column 5: no effect\n");
        assertThat(command.out()).isEqualTo("Policy updated\n");
    }

    @Test
    void an_explanation_names_each_rule_that_lets_the_one_reach_the_other() {
        command.api.answering("GET /api/v1/policy/explain?src=ana@&dst=db:5432", """
                {"allowed":false,"answers":[
                {"source":{"name":"laptop"},"destination":{"name":"db"},"allowed":true,
                "rules":[{"section":"acls","index":1,"line":7,"protocol":-1,"text":"{src: ana}"}]},
                {"source":{"name":"phone"},"destination":{"name":"db"},"allowed":false,"rules":[]}]}""");

        assertThat(command.run("policy", "explain", "--src", "ana@", "--dst", "db:5432"))
                .isZero();

        assertThat(command.out().lines().toList())
                .containsExactly(
                        "laptop -> db: allowed",
                        "  acls[1], line 7: {src: ana}",
                        "phone -> db: denied, no rule allows it");
    }

    @Test
    void a_policy_that_cannot_be_read_is_told_with_the_reason() throws IOException {
        Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0});

        assertThat(command.run("policy", "set", "-f", folder.resolve("absent").toString()))
                .isEqualTo(1);
        assertThat(command.err()).endsWith("cannot be read: there is no such file\n");
        assertThat(command.run("policy", "check", "-f", folder.resolve("binary").toString()))
                .isEqualTo(1);
        assertThat(command.err()).endsWith("cannot be read: it is no text in UTF-8\n");
    }
}
