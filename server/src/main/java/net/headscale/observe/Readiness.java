package net.headscale.observe;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import net.headscale.http.Request;
import net.headscale.http.Response;
import net.headscale.wire.json.JsonWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the server can do its work, that is whether its database stores what it is told. Thread-safe.
///
/// The database is asked once a second at most, and by one at a time, however many ask: the path is open to everybody.
/// So the words for what is wrong name no place and no person.
public final class Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);
    private static final String SILENT = "it does not answer";
    private static final String TYPE = "application/health+json; charset=utf-8";

    private final Supplier<Optional<String>> databaseTrouble;
    private final Supplier<Optional<String>> clockTrouble;
    private final InstantSource clock;
    private final AtomicBoolean isAsked = new AtomicBoolean();
    private volatile Instant askedAt = Instant.MAX;
    private volatile Seen seen = new Seen(Instant.MIN, "");

    /// @param trouble what is wrong with the database; empty: nothing
    private record Seen(Instant at, String trouble) {}

    /// @param databaseTrouble what keeps the server from working, if anything
    /// @param clockTrouble what an operator has to know while it works
    public Readiness(
            Supplier<Optional<String>> databaseTrouble, Supplier<Optional<String>> clockTrouble, InstantSource clock) {
        this.databaseTrouble = databaseTrouble;
        this.clockTrouble = clockTrouble;
        this.clock = clock;
    }

    /// Whether the database worked within the last second.
    public boolean isReady() {
        return trouble().isEmpty();
    }

    private String trouble() {
        if (isFresh(seen)) {
            return seen.trouble;
        }
        if (!isAsked.compareAndSet(false, true)) {
            boolean isLate = Duration.between(askedAt, clock.instant()).compareTo(LONGEST_ANSWER) > 0;
            return isLate ? SILENT : seen.trouble;
        }
        try {
            return isFresh(seen) ? seen.trouble : asked();
        } finally {
            askedAt = Instant.MAX;
            isAsked.set(false);
        }
    }

    private boolean isFresh(Seen last) {
        return !last.at.isBefore(clock.instant().minus(FRESH));
    }

    private String asked() {
        Seen last = seen;
        askedAt = clock.instant();
        String trouble = databaseTrouble.get().orElse("");
        Seen next = new Seen(clock.instant(), trouble); // however long it took, the answer holds from now
        seen = next;
        tell(last, next);
        return trouble;
    }

    private static void tell(Seen last, Seen next) {
        if (!next.trouble.isEmpty() && !next.trouble.equals(last.trouble)) {
            LOG.atError().addKeyValue("reason", next.trouble).log("database became unusable");
        } else if (next.trouble.isEmpty() && !last.trouble.isEmpty()) {
            LOG.atInfo().log("database became usable again");
        }
    }

    /// The answer to `/health`: 200 and `pass` or `warn`, or 503 and `fail`; `output` says what is wrong.
    ///
    /// @see <a href="https://datatracker.ietf.org/doc/html/draft-inadarei-api-health-check-06">the format</a>
    public Response answer(Request request) {
        String trouble = trouble();
        if (!trouble.isEmpty()) {
            return answer(503, "fail", "the database: " + trouble);
        }
        return clockTrouble
                .get()
                .map(warning -> answer(200, "warn", "the clock: " + warning))
                .orElseGet(() -> answer(200, "pass", ""));
    }

    private static Response answer(int status, String word, String output) {
        byte[] body = JsonWriter.bytes(json -> {
            json.beginObject();
            json.member("status", word);
            json.ifSet("output", output);
            json.endObject();
        });
        return Response.of(status, TYPE, body);
    }
}
