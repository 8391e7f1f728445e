package net.headscale.app.configured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.headscale.config.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.SubstituteLoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogsTest {
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stopListening() {
        System.setErr(before);
        Logs.set(new Operation.Log(Operation.Level.INFO, Operation.Format.TEXT));
    }

    private String line(Operation.Level level, Operation.Format format) {
        Logs.set(new Operation.Log(level, format));
        var log = LoggerFactory.getLogger("net.headscale.example");
        log.atDebug().log("below the level");
        log.atInfo().addKeyValue("node", 7).log("node joined");
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void people_read_time_level_place_and_values() {
        assertThat(line(Operation.Level.INFO, Operation.Format.TEXT))
                .matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z INFO +example: node joined node=7\\R");
    }

    @Test
    void programs_read_one_json_object_a_line() {
        String text = line(Operation.Level.INFO, Operation.Format.JSON);

        assertThat(text.lines()).hasSize(1);
        JsonNode event = JsonMapper.builder().build().readTree(text);
        assertThat(event.path("level").asString()).isEqualTo("info");
        assertThat(event.path("message").asString()).isEqualTo("node joined");
        assertThat(Instant.parse(event.path("time").asString())).isBefore(Instant.now());
        assertThat(event.path("node").asInt()).isEqualTo(7);
    }

    @Test
    void a_failure_and_whatever_a_value_holds_stay_on_their_line() {
        Logs.set(new Operation.Log(Operation.Level.INFO, Operation.Format.JSON));
        LoggerFactory.getLogger("net.headscale.example")
                .atError()
                .setCause(new IllegalStateException("broken"))
                .addKeyValue("name", "two\nlines")
                .log("request failed");

        String text = written.toString(StandardCharsets.UTF_8);
        assertThat(text.lines()).hasSize(1);
        JsonNode event = JsonMapper.builder().build().readTree(text);
        assertThat(event.path("name").asString()).isEqualTo("two\nlines");
        assertThat(event.path("error").asString()).contains("IllegalStateException: broken", "at net.headscale");
    }

    @Test
    void the_provider_of_a_server_gives_what_is_set_up_here() {
        LogProvider provider = new LogProvider();
        provider.initialize();
        Logs.set(
                (LoggerContext) provider.getLoggerFactory(),
                new Operation.Log(Operation.Level.INFO, Operation.Format.TEXT));

        provider.getLoggerFactory()
                .getLogger("net.headscale.example")
                .atInfo()
                .addKeyValue("node", 7)
                .log("node joined");

        assertThat(written.toString(StandardCharsets.UTF_8)).endsWith("INFO  example: node joined node=7\n");
    }

    @Test
    void a_place_that_leads_nowhere_is_not_taken_for_a_log() {
        assertThatThrownBy(() -> Logs.context(new SubstituteLoggerFactory()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected Logback");
    }

    @Test
    void nothing_below_the_level_is_written() {
        assertThat(line(Operation.Level.WARN, Operation.Format.TEXT)).isEmpty();
    }
}
