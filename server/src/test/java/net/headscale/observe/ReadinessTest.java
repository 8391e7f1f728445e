package net.headscale.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    private volatile Runnable hindrance = () -> {};
    private Optional<String> trouble = Optional.empty();
    private Optional<String> clockTrouble = Optional.empty();
    private volatile Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final Readiness readiness = new Readiness(
            () -> {
                asked.incrementAndGet();
                hindrance.run();
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

    @Test
    void while_one_waits_for_the_database_others_hear_the_last_answer_and_at_length_that_it_is_silent()
            throws Exception {
        assertThat(answered()).startsWith("200");
        now = now.plusSeconds(2);
        var isAsked = new CountDownLatch(1);
        var mayAnswer = new CountDownLatch(1);
        hindrance = () -> {
            isAsked.countDown();
            awaitQuietly(mayAnswer);
        };
        Thread waiting = Thread.ofVirtual().start(this::answered);
        assertThat(isAsked.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(answered()).startsWith("200");
        now = now.plusSeconds(6);
        assertThat(answered()).isEqualTo("503 {\"status\":\"fail\",\"output\":\"the database: it does not answer\"}");

        mayAnswer.countDown();
        waiting.join();
        assertThat(answered()).startsWith("200");
        assertThat(asked).hasValue(2);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
