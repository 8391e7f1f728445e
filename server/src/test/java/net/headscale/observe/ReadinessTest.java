package net.headscale.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import net.headscale.http.Request;
import net.headscale.http.Response;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private static final Request HEALTH = new Request(
            "GET",
            "/health",
            Map.of(),
            Map.<String, List<String>>of(),
            new byte[0],
            new Request.Source.LocalSocket(),
            Map.of());

    private final AtomicInteger asked = new AtomicInteger();
    private Optional<String> trouble = Optional.empty();
    private Optional<String> clockTrouble = Optional.empty();
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final Readiness readiness = new Readiness(
            () -> {
                asked.incrementAndGet();
                return trouble;
            },
            () -> clockTrouble,
            () -> now);

    private String answered() {
        Response answer = readiness.answer(HEALTH);
        return answer.status() + " " + new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void the_server_is_ready_while_its_database_answers() {
        assertThat(answered()).isEqualTo("200 {\"status\":\"pass\"}");

        trouble = Optional.of("its disk is full: make room");
        now = now.plusSeconds(2);
        assertThat(answered())
                .isEqualTo("503 {\"status\":\"fail\",\"output\":\"the database: its disk is full: make room\"}");

        trouble = Optional.empty();
        now = now.plusSeconds(2);
        assertThat(answered()).isEqualTo("200 {\"status\":\"pass\"}");
    }

    @Test
    void a_clock_that_is_not_followed_is_a_warning_for_the_server_goes_on() {
        clockTrouble = Optional.of("it jumped");

        assertThat(answered()).isEqualTo("200 {\"status\":\"warn\",\"output\":\"the clock: it jumped\"}");
    }

    @Test
    void the_database_is_asked_once_a_second_however_many_ask() {
        for (int i = 0; i < 100; i++) {
            readiness.answer(HEALTH);
        }
        assertThat(asked).hasValue(1);
    }
}
